import { kindOf, RerankError } from "./rerank-error.ts";

/** A reranker, wrapper or adapter cannot be built from its options or environment; the message names what to change. */
export class ConfigurationError extends RerankError {
  /** Always `"ConfigurationError"`, also when class names are minified. */
  override readonly name = "ConfigurationError" as const;
  /** Always `"RANKWIRE_CONFIGURATION"`: stable across versions, for programs to compare. */
  override readonly code = "RANKWIRE_CONFIGURATION" as const;
  /** {@inheritDoc RerankError.kind} */
  protected static override readonly kind = "ConfigurationError";

  /** Whether `error` is of this class, also when it comes from another copy of the library. */
  static override isInstance(error: unknown): error is ConfigurationError {
    return kindOf(error) === "ConfigurationError";
  }
}
