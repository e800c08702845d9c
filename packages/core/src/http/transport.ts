import type { Sent } from "../repeats.ts";

/** One attempt, ready to be sent. */
export interface HttpRequest {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Makes the text to send: a transport that keeps but its bytes holds half of what is under way. */
  readonly body: () => string;
  /** Milliseconds for connecting, headers and body together. */
  readonly timeoutMs: number;
  /** The option that sets `timeoutMs`, as errors name it. */
  readonly limitedBy: "timeoutMs" | "totalTimeoutMs";
  readonly maxResponseBytes: number;
  readonly signal: AbortSignal | undefined;
  /** The method and URL as errors name them. */
  readonly source: string;
  /** What no error must show. */
  readonly sent: () => Sent;
}

/** A whole response, whatever its status. */
export interface HttpResponse {
  readonly status: number;
  /** Names in lower case; several values of one name are joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** As far as it could be read where the status alone says what failed: see {@link isSuccess}. */
  readonly body: string;
}

/** Whether a response holds an answer. Of any other the status counts, and a body that cannot be read hides none. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Whether an error's code is one word, as those of platforms are: any other may hold anything. */
export function isCode(code: unknown): code is string {
  return typeof code === "string" && /^\w{1,64}$/u.test(code);
}

/**
 * Sends one request to the URL that it was made for, and reads the whole response. Redirects are not followed. It knows
 * nothing of reranking, and nothing of retries.
 *
 * @throws ConnectionError, TimeoutError, InvalidResponseError when the body is too large, or the signal's own reason.
 */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>;
