import { ConfigurationError } from "../errors/configuration-error.ts";
import { RerankError } from "../errors/rerank-error.ts";
import { onAbort } from "../on-abort.ts";
import { causeWithoutRequest } from "./cause.ts";
import { type HttpRequest, type HttpResponse, isSuccess, type Transport } from "./transport.ts";
import { bodyLimitError, timeoutError, transportError } from "./transport-errors.ts";

/** Sends to `url` through the web's `fetch`. */
export function fetchTransport({ href }: URL, fetch: typeof globalThis.fetch): Transport {
  return async (request) => {
    const { signal } = request;
    signal?.throwIfAborted();
    const body = request.body();
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(timeoutError(request)), request.timeoutMs);
    const unwatch = onAbort(signal, (reason) => controller.abort(reason));
    let begun: HttpResponse | undefined;
    const note = (response: HttpResponse): void => void (begun = response);
    try {
      return await Promise.race([
        exchange(fetch, href, body, request, controller.signal, note),
        rejection(controller.signal),
      ]);
    } catch (error) {
      // Of a failure the status counts: its body is what came of it.
      if (begun !== undefined && !isSuccess(begun.status) && signal?.aborted !== true) return begun;
      if (controller.signal.aborted) throw controller.signal.reason;
      if (RerankError.isInstance(error)) throw error;
      throw transportError(error, request, causeWithoutRequest(error, request));
    } finally {
      clearTimeout(timer);
      unwatch();
    }
  };
}

async function exchange(
  fetch: typeof globalThis.fetch,
  href: string,
  body: string,
  request: HttpRequest,
  signal: AbortSignal,
  note: (response: HttpResponse) => void,
): Promise<HttpResponse> {
  const { headers } = request;
  const response = await fetch(href, { method: "POST", headers, body, signal, redirect: "manual" });
  checkResponse(response);
  if (response.type === "error") throw new TypeError("fetch returned Response.error()");
  // A browser hides the status of a redirect that it does not follow.
  const status = response.type === "opaqueredirect" ? 302 : response.status;
  const received = { status, headers: Object.fromEntries(response.headers), body: "" };
  note(received);
  for await (const text of textOf(response, request, signal)) received.body += text;
  return received;
}

/** @throws ConfigurationError for what is no response of the web's, as some libraries' `fetch` return. */
function checkResponse(response: Response): void {
  const { status, headers, body } = (response ?? {}) as { status?: unknown; headers?: object; body?: object | null };
  const hasHeaders = headers !== undefined && headers !== null && Symbol.iterator in headers;
  const hasBody = body === undefined || body === null || "getReader" in body;
  if (typeof status === "number" && hasHeaders && hasBody) return;
  throw new ConfigurationError(
    "fetch returned no Response of the web's, with a status, headers to iterate over and a ReadableStream as its body",
  );
}

async function* textOf(response: Response, request: HttpRequest, signal: AbortSignal): AsyncGenerator<string> {
  if (response.body === null || response.body === undefined) return;
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    // A fetch that does not heed the signal would read on for nobody.
    if (signal.aborted) void reader.cancel().catch(() => {});
    bytes += value.byteLength;
    if (bytes > request.maxResponseBytes) {
      void reader.cancel().catch(() => {});
      throw bodyLimitError(request, response.status);
    }
    yield decoder.decode(value, { stream: true });
  }
  yield decoder.decode();
}

/** Rejects when the signal fires, for a `fetch` that does not heed it. */
function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
