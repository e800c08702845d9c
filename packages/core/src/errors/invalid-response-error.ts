import { kindOf, RerankError } from "./rerank-error.ts";

/**
 * What was answered is not a sound list of scores: wrong indices or scores, no JSON, a redirect, more than
 * `maxResponseBytes`. The message says which; never retryable.
 */
export class InvalidResponseError extends RerankError {
  /** Always `"InvalidResponseError"`, also when class names are minified. */
  override readonly name = "InvalidResponseError" as const;
  /** Always `"RANKWIRE_INVALID_RESPONSE"`: stable across versions, for programs to compare. */
  override readonly code = "RANKWIRE_INVALID_RESPONSE" as const;
  /** {@inheritDoc RerankError.kind} */
  protected static override readonly kind = "InvalidResponseError";

  /** Whether `error` is of this class, also when it comes from another copy of the library. */
  static override isInstance(error: unknown): error is InvalidResponseError {
    return kindOf(error) === "InvalidResponseError";
  }
}
