import { expect, test, vi } from "vitest";
import { retryAfterMs } from "./retry-after.ts";

const now = Date.UTC(2026, 10, 23, 12, 0, 0);
const read = (headers: Readonly<Record<string, string>>): number | undefined => retryAfterMs(headers, now);

test.each([
  [{ "retry-after-ms": "1500" }, 1500],
  [{ "retry-after-ms": "0" }, 0],
  [{ "retry-after-ms": "12.5" }, 12.5],
  [{ "retry-after": "2" }, 2000],
  [{ "retry-after": " 2 " }, 2000],
  [{ "retry-after": "0.25" }, 250],
  [{ "retry-after": "0" }, 0],
  [{ "retry-after": "3, 3" }, 3000],
  [{ "retry-after": "9".repeat(400) }, 9e15],
  [{ "retry-after-ms": "100", "retry-after": "60" }, 100],
  [{ "retry-after-ms": "soon", "retry-after": "60" }, 60_000],
  [{ "retry-after": "Mon, 23 Nov 2026 12:00:10 GMT" }, 10_000],
  [{ "retry-after": "Monday, 23-Nov-26 12:00:10 GMT" }, 10_000],
  [{ "retry-after": "Mon Nov 23 12:00:10 2026" }, 10_000],
  [{ "retry-after": "Mon, 23 Nov 2026 11:00:00 GMT" }, 0],
])("%j asks for %d ms", (headers, delayMs) => {
  expect(read(headers)).toBe(delayMs);
});

test.each([
  "",
  "soon",
  "-1",
  "1e3",
  "0x10",
  "NaN",
  "Infinity",
  "Mon, soon",
  "2026-11-23",
  "May 5",
  "Mon",
  "12 apples",
  "١",
])("%j makes no sense", (value) => {
  expect(read({ "retry-after": value })).toBeUndefined();
});

test("a response may say nothing", () => {
  expect(read({})).toBeUndefined();
});

test("a date in the oldest form is in UTC, wherever the client is", () => {
  vi.stubEnv("TZ", "America/New_York");
  expect(new Date(now).getHours()).toBe(7);
  expect(read({ "retry-after": "Mon Nov 23 12:00:10 2026" })).toBe(10_000);
});
