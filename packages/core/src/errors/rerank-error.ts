const marker: unique symbol = Symbol.for("rankwire.error") as never;

/** What a {@link RerankError} carries beside its message. */
export interface RerankErrorOptions {
  /** The error beneath this one. */
  readonly cause?: unknown;
  /** Whether the same request may succeed when sent again later. */
  readonly isRetryable?: boolean | undefined;
  /** The HTTP status of the response, where there was one. */
  readonly status?: number | undefined;
  /** The server's id for the failed request, where it gives one. */
  readonly requestId?: string | undefined;
  /** Milliseconds that the server asks to wait before the next try. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * The base of every error of this library. Its message says what failed, where, and what to do; it never holds a key,
 * a query or a document.
 */
export class RerankError extends Error {
  /** The name of the class, also when class names are minified. */
  override readonly name: string = "RerankError";
  /** Stable across versions, for programs to compare. */
  readonly code: string = "RANKWIRE_ERROR";
  /** Whether the same request may succeed when sent again later. */
  readonly isRetryable: boolean;
  /** The HTTP status of the response, where there was one. */
  declare readonly status?: number;
  /** The server's id for the failed request, where it gives one. */
  declare readonly requestId?: string;
  /** Milliseconds that the server asks to wait before the next try. */
  declare readonly retryAfterMs?: number;

  constructor(message: string, options: RerankErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.isRetryable = options.isRetryable ?? false;
    if (options.status !== undefined) this.status = options.status;
    if (options.requestId !== undefined) this.requestId = options.requestId;
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
    Object.defineProperty(this, marker, { value: new.target.kind });
  }

  /** The name that {@link RerankError.isInstance} compares; literal, so that minifying the class name changes nothing. */
  protected static readonly kind: string = "RerankError";

  /** Whether `error` is of this class, also when it comes from another copy of the library. */
  static isInstance(error: unknown): error is RerankError {
    return kindOf(error) !== undefined;
  }
}

/** The kind of a rankwire error from any copy of the library; `undefined` for everything else. */
export function kindOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const kind = (error as { [marker]?: unknown })[marker];
  return typeof kind === "string" ? kind : undefined;
}
