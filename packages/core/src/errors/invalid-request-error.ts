import { kindOf, RerankError } from "./rerank-error.ts";

/**
 * The request itself is wrong, in the eyes of this library (no `status`) or of the server (a 4xx that has no class of
 * its own, or a 5xx that says so); sending it again gives the same.
 */
export class InvalidRequestError extends RerankError {
  /** Always `"InvalidRequestError"`, also when class names are minified. */
  override readonly name = "InvalidRequestError" as const;
  /** Always `"RANKWIRE_INVALID_REQUEST"`: stable across versions, for programs to compare. */
  override readonly code = "RANKWIRE_INVALID_REQUEST" as const;
  /** {@inheritDoc RerankError.kind} */
  protected static override readonly kind = "InvalidRequestError";

  /** Whether `error` is of this class, also when it comes from another copy of the library. */
  static override isInstance(error: unknown): error is InvalidRequestError {
    return kindOf(error) === "InvalidRequestError";
  }
}
