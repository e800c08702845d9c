import { kindOf, RerankError } from "./rerank-error.ts";

/** The server does not accept the key, or its account lacks the permission or the balance (401, 402, 403). */
export class AuthenticationError extends RerankError {
  /** Always `"AuthenticationError"`, also when class names are minified. */
  override readonly name = "AuthenticationError" as const;
  /** Always `"RANKWIRE_AUTHENTICATION"`: stable across versions, for programs to compare. */
  override readonly code = "RANKWIRE_AUTHENTICATION" as const;
  /** {@inheritDoc RerankError.kind} */
  protected static override readonly kind = "AuthenticationError";

  /** Whether `error` is of this class, also when it comes from another copy of the library. */
  static override isInstance(error: unknown): error is AuthenticationError {
    return kindOf(error) === "AuthenticationError";
  }
}
