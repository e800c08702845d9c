import type { Headers } from "./headers.ts";

/**
 * Milliseconds that a response asks to wait: `retry-after-ms`, or `Retry-After` in seconds or as a date.
 * `X-RateLimit-Reset` is left alone: it is a number of seconds with one server and a point in time with the next, and
 * often the end of an hour's or a month's quota, long after the same request would be answered.
 *
 * @param now - The present, in milliseconds since 1970.
 * @returns `undefined` when the response does not say, or says something that makes no sense.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const milliseconds = numberIn(headers["retry-after-ms"]);
  if (milliseconds !== undefined) return milliseconds;
  const value = headers["retry-after"];
  const seconds = numberIn(value);
  if (seconds !== undefined) return seconds * 1000;
  // Date.parse reads far more than HTTP dates; each of those begins with a day of the week, and is in UTC even where
  // its oldest form does not say so.
  const isDate = value !== undefined && /^(Mon|Tues?|Wed(nes)?|Thu(rs)?|Fri|Sat(ur)?|Sun)(day)?,? /u.test(value);
  const date = isDate ? Date.parse(value.endsWith("GMT") ? value : `${value} GMT`) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** So much is still a safe integer when it is multiplied by 1000. */
const longest = 9e12;

function numberIn(value: string | undefined): number | undefined {
  // Of a header that came twice, the first value.
  const number = /^\s*\d+(?:\.\d+)?(?=\s*(?:,|$))/u.exec(value ?? "")?.[0];
  return number === undefined ? undefined : Math.min(Number(number), longest);
}
