import { kindOf, RerankError } from "./rerank-error.ts";

/** An attempt took longer than `timeoutMs`, or the call longer than `totalTimeoutMs`. */
export class TimeoutError extends RerankError {
  override readonly name = "TimeoutError" as const;
  override readonly code = "RANKWIRE_TIMEOUT" as const;
  protected static override readonly kind = "TimeoutError";

  /** Whether `error` is of this class, also when it comes from another copy of the library. */
  static override isInstance(error: unknown): error is TimeoutError {
    return kindOf(error) === "TimeoutError";
  }
}
