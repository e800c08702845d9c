import { ConnectionError } from "../errors/connection-error.ts";
import { InvalidResponseError } from "../errors/invalid-response-error.ts";
import type { RerankError } from "../errors/rerank-error.ts";
import { TimeoutError } from "../errors/timeout-error.ts";
import type { HttpRequest } from "./transport.ts";

/** Codes of failures that may be gone a moment later. */
const passing: ReadonlySet<string> = new Set([
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EPIPE",
  "ETIMEDOUT",
  "UND_ERR_ABORTED",
  "UND_ERR_RES_CONTENT_LENGTH_MISMATCH",
  "UND_ERR_SOCKET",
]);

/** The error for whatever undici, `fetch` or the operating system threw. */
export function transportError(thrown: unknown, request: HttpRequest): RerankError {
  const code = codeOf(thrown);
  const { source } = request;
  if (code.endsWith("_TIMEOUT")) return new TimeoutError(`No answer in time (${code}; ${source})`, retryable(thrown));
  if (code.startsWith("HPE_") || code === "UND_ERR_HEADERS_OVERFLOW") {
    const what = code === "UND_ERR_HEADERS_OVERFLOW" ? "sent headers that are too large" : "did not answer in HTTP";
    return new InvalidResponseError(`The server ${what}: check baseURL (${code}; ${source})`, { cause: thrown });
  }
  if (code === "ECONNREFUSED") {
    return new ConnectionError(`The connection was refused: is the server running? (${source})`, retryable(thrown));
  }
  if (code === "ENOTFOUND") {
    return new ConnectionError(`The host cannot be found: check baseURL (${source})`, { cause: thrown });
  }
  if (code === "" || passing.has(code)) {
    const detail = code === "" ? source : `${code}; ${source}`;
    return new ConnectionError(`The connection failed before the response was complete (${detail})`, retryable(thrown));
  }
  return new ConnectionError(`The connection could not be made (${code}; ${source})`, { cause: thrown });
}

/** The error for an attempt that its time limit ended. */
export function timeoutError(request: HttpRequest): TimeoutError {
  const limit = Math.round(request.timeoutMs);
  return new TimeoutError(`No complete answer within ${limit} ms (${request.source})`, { isRetryable: true });
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

function codeOf(thrown: unknown): string {
  for (let error = thrown; typeof error === "object" && error !== null; error = (error as Error).cause) {
    const { code } = error as { code?: unknown };
    if (typeof code === "string") return code;
  }
  return "";
}
