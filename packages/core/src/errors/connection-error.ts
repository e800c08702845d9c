import { kindOf, RerankError } from "./rerank-error.ts";

/** No response came: the server cannot be found or reached, or the connection broke. */
export class ConnectionError extends RerankError {
  override readonly name = "ConnectionError" as const;
  override readonly code = "RANKWIRE_CONNECTION" as const;
  protected static override readonly kind = "ConnectionError";

  /** Whether `error` is of this class, also when it comes from another copy of the library. */
  static override isInstance(error: unknown): error is ConnectionError {
    return kindOf(error) === "ConnectionError";
  }
}
