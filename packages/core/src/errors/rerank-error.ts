const marker: unique symbol = Symbol.for("rankwire.error") as never;

/** What a {@link RerankError} carries beside its message. */
export interface RerankErrorOptions {
  /** The error beneath this one. */
  readonly cause?: unknown;
  /** Whether the same request may succeed when sent again later. @defaultValue false */
  readonly isRetryable?: boolean | undefined;
  /** The HTTP status of the response, where there was one. */
  readonly status?: number | undefined;
  /** The server's id for the failed request, where it gives one. */
  readonly requestId?: string | undefined;
  /** Milliseconds to wait before the next try, 0 or more. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * The base of every error of this library. Its message says what failed, where, and what to do; it never holds a key,
 * a query or a document. `cause`, where there is one, is what another library or the system threw.
 *
 * @example
 * ```ts
 * if (RerankError.isInstance(error) && error.isRetryable) await queue.add(job, { delay: error.retryAfterMs ?? 5000 });
 * ```
 */
export class RerankError extends Error {
  /** The name of the class, also when class names are minified. */
  override readonly name: string = "RerankError";
  /** One for each class, such as `"RANKWIRE_RATE_LIMIT"`: stable across versions, for programs to compare. */
  readonly code: string = "RANKWIRE_ERROR";
  /** Whether the same request may succeed later; what retries there may be in a call have been made by then. */
  readonly isRetryable: boolean;
  /** The HTTP status of the response; absent where there was none. */
  declare readonly status?: number;
  /** The server's id for the failed request, for its support to find it; absent where it gives none. */
  declare readonly requestId?: string;
  /** Milliseconds to wait before the next try, 0 or more: what the server asks for; absent where it does not. */
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

  /** Whether `error` is any error of this library, also when it comes from another copy of it. */
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
