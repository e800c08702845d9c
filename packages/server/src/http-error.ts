/** The kinds that a caller would handle differently, in the words of the OpenAI error format. */
export type ErrorType = "invalid_request_error" | "authentication_error" | "rate_limit_error" | "server_error";

/** What the body of an error response says beside its status. */
export interface HttpErrorDetails {
  /** Stable across versions, for programs to compare. */
  readonly code: string;
  /** What is wrong and what to do about it; never a value out of the request. */
  readonly message: string;
  /** The field of the request that is wrong, such as `documents[3]`. */
  readonly param?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** What led here; for the `onError` hook alone. */
  readonly cause?: unknown;
}

/** A response that is not a list of scores, thrown from wherever that becomes clear. */
export class HttpError extends Error {
  override readonly name = "HttpError" as const;
  readonly status: number;
  readonly details: HttpErrorDetails;

  constructor(status: number, details: HttpErrorDetails) {
    super(details.message, { cause: details.cause });
    this.status = status;
    this.details = details;
  }

  /** `{ error: { message, type, code, param? } }` with the status and the headers. */
  toResponse(): Response {
    const { message, code, param, headers } = this.details;
    const error = { message, type: errorType(this.status), code, ...(param === undefined ? {} : { param }) };
    return Response.json({ error }, { status: this.status, headers: { ...headers } });
  }
}

function errorType(status: number): ErrorType {
  if (status === 401) return "authentication_error";
  if (status === 429) return "rate_limit_error";
  return status < 500 ? "invalid_request_error" : "server_error";
}
