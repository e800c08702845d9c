import { kindOf, RerankError } from "./rerank-error.ts";

/** Too many requests (429); `retryAfterMs` says how long the server asks to wait, where it does. Retryable. */
export class RateLimitError extends RerankError {
  /** Always `"RateLimitError"`, also when class names are minified. */
  override readonly name = "RateLimitError" as const;
  /** Always `"RANKWIRE_RATE_LIMIT"`: stable across versions, for programs to compare. */
  override readonly code = "RANKWIRE_RATE_LIMIT" as const;
  /** {@inheritDoc RerankError.kind} */
  protected static override readonly kind = "RateLimitError";

  /** Whether `error` is of this class, also when it comes from another copy of the library. */
  static override isInstance(error: unknown): error is RateLimitError {
    return kindOf(error) === "RateLimitError";
  }
}
