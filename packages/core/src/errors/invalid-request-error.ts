import { kindOf, RerankError } from "./rerank-error.ts";

/** The request itself is wrong, in the eyes of this library or of the server; sending it again gives the same. */
export class InvalidRequestError extends RerankError {
  override readonly name = "InvalidRequestError" as const;
  override readonly code = "RANKWIRE_INVALID_REQUEST" as const;
  protected static override readonly kind = "InvalidRequestError";

  /** Whether `error` is of this class, also when it comes from another copy of the library. */
  static override isInstance(error: unknown): error is InvalidRequestError {
    return kindOf(error) === "InvalidRequestError";
  }
}
