import { AuthenticationError } from "./errors/authentication-error.ts";
import { InvalidRequestError } from "./errors/invalid-request-error.ts";
import { InvalidResponseError } from "./errors/invalid-response-error.ts";
import { RateLimitError } from "./errors/rate-limit-error.ts";
import type { RerankError, RerankErrorOptions } from "./errors/rerank-error.ts";
import { ServerError } from "./errors/server-error.ts";
import type { HttpResponse } from "./http/transport.ts";
import { readError, type ServerComplaint } from "./read-error.ts";
import { repeatsAny, type Sent } from "./repeats.ts";
import { requestIdIn } from "./request-id.ts";
import { retryAfterMs } from "./retry-after.ts";

/** Statuses below 500 that say: not now. */
const busy: ReadonlySet<number> = new Set([408, 409, 425]);
/** Statuses from 500 up that the same request gets again. */
const lasting: ReadonlySet<number> = new Set([501, 505, 506, 508, 510, 511]);

/** What some servers call a wrong request although they answer it with 5xx. */
const wrongRequest = /^(invalid_request|invalid_request_error|invalid_?parameter.*)$/iu;
const wrongRequestMessage =
  /too large to process|physical batch size|(exceed|longer than).{0,60}(token|context|length)|maximum context length/iu;
const unknownModel =
  /model_?not_?found|no available channel|\bmodel .{0,80}(not found|not exist|not served)|invalid model name/iu;
const tooMany = /batch size \d+ ?>|too many (documents|passages|texts|inputs)/iu;

/**
 * The error for a response that is not a success.
 *
 * @param sent - What the server says that repeats a part of it is withheld.
 */
export function responseError(response: HttpResponse, source: string, sent: Sent, model: string): RerankError {
  const { status } = response;
  const complaint = readError(response.body, sent);
  const options: RerankErrorOptions = {
    status,
    requestId: requestIdOf(response, sent),
    retryAfterMs: retryAfterMs(response.headers, Date.now()),
  };
  const message = (what: string): string =>
    `${what}${complaint.message === undefined ? "" : `: ${complaint.message}`} (${status}; ${source})`;

  if (status < 400) return redirectError(response, source, sent, options);
  const isUnknownModel = saysUnknownModel(complaint, sent);
  const hint = isUnknownModel ? modelHint(model) : likelyCause(status, complaint);
  if (status === 401 || status === 402 || status === 403) {
    return new AuthenticationError(message(`The server refuses the request${hint}`), options);
  }
  if (status === 429) {
    return new RateLimitError(message("Too many requests"), { ...options, isRetryable: true });
  }
  if (busy.has(status)) return new ServerError(message("The server is busy"), { ...options, isRetryable: true });
  const isWrong =
    isUnknownModel ||
    complaint.codes.some((code) => wrongRequest.test(code)) ||
    says(wrongRequestMessage, complaint.original, sent);
  if ((status < 500 && status !== 424) || isWrong) {
    return new InvalidRequestError(message(`The server rejects the request${hint}`), options);
  }
  const isRetryable = status >= 500 && !lasting.has(status);
  return new ServerError(message("The server failed"), { ...options, isRetryable });
}

/** The server's id for a request that failed; `undefined` when it repeats what was sent. */
export function requestIdOf(response: HttpResponse, sent: Sent): string | undefined {
  const id = requestIdIn(response);
  // A key is looked for as a text: any four characters of it stand in many an id by chance.
  return id === undefined || repeatsAny(id, [...sent.texts, ...sent.keys], []) ? undefined : id;
}

const nowhere = { protocol: "", origin: "" };
/** A host's name has 253 characters at most. */
const longestOrigin = 270;

function redirectError(response: HttpResponse, source: string, sent: Sent, options: RerankErrorOptions): RerankError {
  const location = response.headers["location"];
  const { protocol, origin } = location !== undefined && URL.canParse(location) ? new URL(location) : nowhere;
  const isShown = /^https?:$/u.test(protocol) && origin.length <= longestOrigin;
  const target = isShown && !repeatsAny(origin, sent.texts, sent.keys) ? ` to ${origin}` : "";
  return new InvalidResponseError(
    `The server redirects${target}, and redirects are not followed: set baseURL to the final address (${response.status}; ${source})`,
    options,
  );
}

/** Whether a server says that it does not serve the model. */
export function saysUnknownModel({ codes, original }: ServerComplaint, sent: Sent): boolean {
  return codes.some((code) => unknownModel.test(code)) || says(unknownModel, original, sent);
}

/** So many characters beside what a message says tell whether it only repeats it. */
const context = 8;

/** Whether a message says something in words of its own, and not in what it repeats of the request. */
function says(something: RegExp, message: string, { texts }: Sent): boolean {
  const said = message.toLowerCase();
  const matches = [...said.matchAll(new RegExp(something, "gu"))];
  if (matches.length === 0) return false;
  const sent = texts.map((text) => text.replaceAll(/\s+/gu, " ").toLowerCase());
  return matches.some(({ index, 0: { length } }) => {
    const before = said.slice(Math.max(0, index - context), index + length);
    const after = said.slice(index, index + length + context);
    return !sent.some((text) => text.includes(before) || text.includes(after));
  });
}

/** What to do about a model that is not served. */
export function modelHint(model: string): string {
  return model === ""
    ? " (the server asks for a model that it serves: pass model)"
    : ` (the model "${model}" is not served here: check model)`;
}

function likelyCause(status: number, { isPage, original }: ServerComplaint): string {
  if (status === 401) return " (check apiKey)";
  if (status === 402) return " (check the account's balance)";
  if (status === 403) return " (the key may not use this model or address)";
  if (status === 404 || status === 405) {
    return isPage
      ? " (it answered with an HTML page: check that baseURL ends in /v1, or wherever its API begins)"
      : " (nothing is served at this path: check that baseURL ends in /v1, or wherever its API begins, and model)";
  }
  if (status === 413 || tooMany.test(original)) {
    return " (it is too large: lower maxDocumentsPerRequest or maxCharactersPerRequest)";
  }
  return "";
}
