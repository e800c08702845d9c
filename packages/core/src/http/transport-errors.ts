import { ConfigurationError } from "../errors/configuration-error.ts";
import { ConnectionError } from "../errors/connection-error.ts";
import { InvalidResponseError } from "../errors/invalid-response-error.ts";
import type { RerankError } from "../errors/rerank-error.ts";
import { TimeoutError } from "../errors/timeout-error.ts";
import { isCode, type HttpRequest } from "./transport.ts";

/** Codes of failures that may be gone a moment later. */
const passing: ReadonlySet<string> = new Set([
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "ConnectionClosed",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EPIPE",
  "ETIMEDOUT",
  "UND_ERR_ABORTED",
  "UND_ERR_RES_CONTENT_LENGTH_MISMATCH",
  "UND_ERR_SOCKET",
]);

/**
 * The error for whatever undici, `fetch` or the operating system threw.
 *
 * @param cause - What of it may be shown.
 */
export function transportError(thrown: unknown, request: HttpRequest, cause: unknown): RerankError {
  const code = codeOf(thrown);
  const { source } = request;
  if (code.endsWith("_TIMEOUT")) return new TimeoutError(`No answer in time (${code}; ${source})`, retryable(cause));
  if (code === "UND_ERR_HEADERS_OVERFLOW") {
    return new InvalidResponseError(`The server sent headers that are too large: check baseURL (${source})`);
  }
  if (code === "UND_ERR_INVALID_ARG" || isOldHandlerCall(thrown)) {
    return new ConfigurationError(`The dispatcher is none of undici 7 or newer (${source})`);
  }
  if (code === "NotCapable") {
    return new ConfigurationError(`The program may not reach the host: run Deno with --allow-net (${source})`);
  }
  if (code.startsWith("HPE_") || code === "ERR_ASSERTION" || code === "InvalidHTTPResponse") {
    // No cause: undici's parser error holds what the server sent, and an echo server sends the key.
    return new InvalidResponseError(`The server did not answer in HTTP: check baseURL (${code}; ${source})`);
  }
  if (
    code.startsWith("Z_") ||
    code.startsWith("ERR_BROTLI") ||
    code.startsWith("ERR__ERROR_") ||
    code === "ZlibError"
  ) {
    return decodingError(cause, request);
  }
  if (code === "ECONNREFUSED" || code === "ConnectionRefused") {
    return new ConnectionError(`The connection was refused: is the server running? (${source})`, retryable(cause));
  }
  if (code === "ENOTFOUND") {
    return new ConnectionError(`The host cannot be found: check baseURL (${source})`, { cause });
  }
  if (code === "EPROTO" || code.startsWith("ERR_SSL_")) {
    return new ConnectionError(
      `The TLS handshake failed: does baseURL need http: in place of https:? (${code}; ${source})`,
      { cause },
    );
  }
  if (code === "" || passing.has(code)) {
    const detail = code === "" ? source : `${code}; ${source}`;
    return new ConnectionError(`The connection failed before the response was complete (${detail})`, retryable(cause));
  }
  return new ConnectionError(`The connection could not be made (${code}; ${source})`, { cause });
}

/** The error for a body that its `content-encoding` does not fit. */
export function decodingError(cause: unknown, request: HttpRequest, status?: number): InvalidResponseError {
  return new InvalidResponseError(
    `The response cannot be decompressed: its content-encoding is wrong, or it is cut off (${request.source})`,
    { cause, status },
  );
}

/** The error for an attempt that its time limit ended. */
export function timeoutError(request: HttpRequest): TimeoutError {
  const { timeoutMs, limitedBy, source } = request;
  return new TimeoutError(
    `No complete answer within ${Math.round(timeoutMs)} ms: raise ${limitedBy}, or send fewer documents per request (${source})`,
    { isRetryable: true },
  );
}

/** The error for a body that grew past its limit. */
export function bodyLimitError(request: HttpRequest, status: number): InvalidResponseError {
  return new InvalidResponseError(
    `The response is larger than ${request.maxResponseBytes} bytes: raise maxResponseBytes if it should be (${request.source})`,
    { status },
  );
}

function retryable(cause: unknown): { cause: unknown; isRetryable: true } {
  return { cause, isRetryable: true };
}

/** What undici 6 does to a handler of 7, where one of its handlers stands between. */
function isOldHandlerCall(thrown: unknown): boolean {
  return thrown instanceof TypeError && /\bonConnect is not a function/u.test(thrown.message);
}

/** A cause may be its own. */
const maxDepth = 10;

function codeOf(thrown: unknown): string {
  let error = thrown;
  for (let depth = 0; depth < maxDepth && typeof error === "object" && error !== null; depth++) {
    const { code, name } = error as { code?: unknown; name?: unknown };
    if (isCode(code)) return code;
    // What does not begin like HTTP at all gets a parser error without a code.
    if (name === "HTTPParserError") return "HPE_INVALID_START";
    if (name === "NotCapable") return name;
    error = (error as Error).cause;
  }
  return "";
}
