import { kindOf, RerankError } from "./rerank-error.ts";

/**
 * No complete response came: the server cannot be found or reached, or the connection broke. Retryable, but for what
 * does not pass by itself, such as a host that is not found or a certificate that is not valid.
 */
export class ConnectionError extends RerankError {
  /** Always `"ConnectionError"`, also when class names are minified. */
  override readonly name = "ConnectionError" as const;
  /** Always `"RANKWIRE_CONNECTION"`: stable across versions, for programs to compare. */
  override readonly code = "RANKWIRE_CONNECTION" as const;
  /** {@inheritDoc RerankError.kind} */
  protected static override readonly kind = "ConnectionError";

  /** Whether `error` is of this class, also when it comes from another copy of the library. */
  static override isInstance(error: unknown): error is ConnectionError {
    return kindOf(error) === "ConnectionError";
  }
}
