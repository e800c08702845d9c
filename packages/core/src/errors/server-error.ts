import { kindOf, RerankError } from "./rerank-error.ts";

/** The server failed or is busy (408, 409, 425, 5xx). */
export class ServerError extends RerankError {
  override readonly name = "ServerError" as const;
  override readonly code = "RANKWIRE_SERVER" as const;
  protected static override readonly kind = "ServerError";

  /** Whether `error` is of this class, also when it comes from another copy of the library. */
  static override isInstance(error: unknown): error is ServerError {
    return kindOf(error) === "ServerError";
  }
}
