import type { ResponseHeaders } from "./response-headers.ts";

/** An answer of which nothing is left to be read. */
export interface AnswerInError {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly body: Buffer;
}

/**
 * The answer of which an interceptor of undici's, such as `responseError`, has made an error; `undefined` where there is
 * none. Its headers come in any form, and its body as text, as bytes or as a value that was parsed.
 */
export function answerInError(error: unknown): AnswerInError | undefined {
  try {
    const { statusCode, headers, body = "" } = error as Readonly<Record<string, unknown>>;
    if (!Number.isInteger(statusCode) || Number(statusCode) < 200) return undefined;
    const isBytes = typeof body === "string" || body instanceof Uint8Array;
    return {
      status: Number(statusCode),
      headers: { ...(headers as ResponseHeaders), "content-encoding": undefined },
      body: Buffer.from(isBytes ? body : (JSON.stringify(body) ?? "")),
    };
  } catch {
    // No object, or a body that is no JSON: an error like any other.
    return undefined;
  }
}
