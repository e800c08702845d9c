import {
  AuthenticationError,
  ConnectionError,
  InvalidRequestError,
  InvalidResponseError,
  RateLimitError,
  RerankError,
  ServerError,
  TimeoutError,
} from "@rankwire/core";
import { HttpError } from "./http-error.ts";

/**
 * What a reranker's server says of its address and its model, which are this server's choice and not the caller's: 404
 * and 405, and 503 with gateways that have no channel for the model.
 */
const operatorsFault: ReadonlySet<number> = new Set([404, 405, 503]);

/**
 * The response for whatever went wrong while a request was answered. What a reranker's error says stays here: its
 * message names the address behind this server, which is not the caller's to know.
 */
export function toHttpError(error: unknown, signal: AbortSignal): HttpError {
  if (error instanceof HttpError) return error;
  const fail = (status: number, code: string, message: string): HttpError =>
    new HttpError(status, { code, message, headers: retryAfter(error), cause: error });
  if (signal.aborted) return fail(499, "client_closed_request", "the client closed the connection before the answer");
  if (InvalidRequestError.isInstance(error)) {
    if (error.status !== undefined && operatorsFault.has(error.status)) {
      return fail(502, "upstream_error", "the reranker's own server does not serve what this server asks it for");
    }
    return fail(400, "invalid_request", "the reranker refused the request; a text may be too long for the model");
  }
  if (RateLimitError.isInstance(error)) return fail(429, "rate_limit", "the reranker takes no more requests now");
  if (TimeoutError.isInstance(error)) return fail(504, "upstream_timeout", "the reranker did not answer in time");
  if (AuthenticationError.isInstance(error)) {
    return fail(502, "upstream_authentication", "the reranker does not accept this server's own key");
  }
  if (InvalidResponseError.isInstance(error)) {
    return fail(502, "upstream_invalid_response", "the reranker's answer is not a sound list of scores");
  }
  if (ConnectionError.isInstance(error)) return fail(502, "upstream_connection", "the reranker cannot be reached");
  if (ServerError.isInstance(error)) {
    const isBusy = error.status === 503 || error.status === 529;
    return fail(isBusy ? 503 : 502, "upstream_error", isBusy ? "the reranker is busy" : "the reranker failed");
  }
  return fail(500, "internal_error", "the request could not be answered");
}

const daySeconds = 86_400;

/**
 * Whole seconds, rounded up, where the reranker says how long to wait: the one unit that every client reads. A day at
 * most: more than that is a reranker's mistake, or a quota about which the caller may ask again by then.
 */
function retryAfter(error: unknown): Record<string, string> | undefined {
  const waitMs = RerankError.isInstance(error) ? error.retryAfterMs : undefined;
  if (waitMs === undefined || !Number.isFinite(waitMs)) return undefined;
  return { "retry-after": String(Math.min(Math.max(1, Math.ceil(waitMs / 1000)), daySeconds)) };
}
