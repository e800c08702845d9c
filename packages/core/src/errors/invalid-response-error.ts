import { kindOf, RerankError } from "./rerank-error.ts";

/** The server answered with something that is not a sound list of scores; the message says which rule it breaks. */
export class InvalidResponseError extends RerankError {
  override readonly name = "InvalidResponseError" as const;
  override readonly code = "RANKWIRE_INVALID_RESPONSE" as const;
  protected static override readonly kind = "InvalidResponseError";

  /** Whether `error` is of this class, also when it comes from another copy of the library. */
  static override isInstance(error: unknown): error is InvalidResponseError {
    return kindOf(error) === "InvalidResponseError";
  }
}
