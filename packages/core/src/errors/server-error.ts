import { kindOf, RerankError } from "./rerank-error.ts";

/**
 * The server failed or is busy (408, 409, 424, 425, 5xx): retryable, but for 424 and such as 501. Also when every
 * reranker of a {@link fallback} or {@link balance} is left out at present: without `status`, with `retryAfterMs`.
 */
export class ServerError extends RerankError {
  /** Always `"ServerError"`, also when class names are minified. */
  override readonly name = "ServerError" as const;
  /** Always `"RANKWIRE_SERVER"`: stable across versions, for programs to compare. */
  override readonly code = "RANKWIRE_SERVER" as const;
  /** {@inheritDoc RerankError.kind} */
  protected static override readonly kind = "ServerError";

  /** Whether `error` is of this class, also when it comes from another copy of the library. */
  static override isInstance(error: unknown): error is ServerError {
    return kindOf(error) === "ServerError";
  }
}
