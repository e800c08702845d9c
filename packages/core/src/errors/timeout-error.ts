import { kindOf, RerankError } from "./rerank-error.ts";

/**
 * An attempt took longer than `timeoutMs`, or the call longer than `totalTimeoutMs`. Retryable, but for a call that
 * waited in vain for a place under `maxConcurrency`.
 */
export class TimeoutError extends RerankError {
  /** Always `"TimeoutError"`, also when class names are minified. */
  override readonly name = "TimeoutError" as const;
  /** Always `"RANKWIRE_TIMEOUT"`: stable across versions, for programs to compare. */
  override readonly code = "RANKWIRE_TIMEOUT" as const;
  /** {@inheritDoc RerankError.kind} */
  protected static override readonly kind = "TimeoutError";

  /** Whether `error` is of this class, also when it comes from another copy of the library. */
  static override isInstance(error: unknown): error is TimeoutError {
    return kindOf(error) === "TimeoutError";
  }
}
