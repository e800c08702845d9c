import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import type { Dispatcher, Pool } from "undici";
import { ConnectionError } from "../errors/connection-error.ts";
import { onAbort } from "../on-abort.ts";
import type { HttpRequest, HttpResponse, Transport } from "./transport.ts";
import { bodyLimitError, decodingError, timeoutError, transportError } from "./transport-errors.ts";

type ResponseHeaders = Record<string, string | string[] | undefined>;

const decoders = new Map<string, (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>>([
  ["br", promisify(brotliDecompress)],
  ["deflate", promisify(inflate)],
  ["gzip", promisify(gunzip)],
  ["x-gzip", promisify(gunzip)],
]);

/**
 * Sends through undici, on a pool of its own for the server unless a dispatcher is given.
 *
 * A kept-alive socket that the server closes while a request is written to it fails through no fault of anybody: such a
 * request goes out once more, on a socket of its own. On a dispatcher of the caller's it is a failure like any other.
 */
export function undiciTransport(origin: string, connections: number, dispatcher?: Dispatcher): Transport {
  let pool = dispatcher;
  // Loaded when a reranker is created and not before, as undici is most of what importing this package would cost.
  const loading = import("undici");
  // Whoever sends the first request is told of a failure; until then nobody is.
  loading.catch(() => {});
  // Set while undici hands the request that waited for a new socket to it, which it does at once.
  let isFreshSocket = false;
  const createPool = async (): Promise<Pool> => {
    const { Pool } = await loading;
    return new Pool(origin, { connections: Number.isFinite(connections) ? connections : null }).on("connect", () => {
      isFreshSocket = true;
      queueMicrotask(() => (isFreshSocket = false));
    });
  };
  let creating: Promise<Pool> | undefined;
  return async (request) => {
    request.signal?.throwIfAborted();
    const deadline = performance.now() + request.timeoutMs;
    if (pool === undefined) {
      pool = await (creating ??= createPool());
      request.signal?.throwIfAborted();
    }
    let isReusedSocket = false;
    let exchange = new Exchange(request, () => (isReusedSocket = pool !== dispatcher && !isFreshSocket));
    let body: Buffer;
    try {
      body = await exchange.send(pool, origin, Math.max(1, deadline - performance.now()));
    } catch (error) {
      const isStale = isReusedSocket && exchange.status === 0 && ConnectionError.isInstance(error) && error.isRetryable;
      if (!isStale || request.signal?.aborted) throw error;
      exchange = new Exchange(request);
      const { Client } = await loading;
      const client = new Client(origin);
      try {
        body = await exchange.send(client, origin, Math.max(1, deadline - performance.now()));
      } finally {
        void client.destroy();
      }
    }
    const { status } = exchange;
    const headers = joined(exchange.headers);
    return { status, headers, body: await text(body, headers, request, status) };
  };
}

/**
 * One request on the wire. It takes the response as undici hands it out, chunk by chunk, which spares the stream and
 * the timers that `request()` sets up around the same callbacks.
 */
class Exchange implements Dispatcher.DispatchHandler {
  status = 0;
  headers: ResponseHeaders = {};
  private readonly request: HttpRequest;
  private readonly onSocket: (() => void) | undefined;
  private readonly chunks: Buffer[] = [];
  private bytes = 0;
  private controller: Dispatcher.DispatchController | undefined;
  private failure: { readonly reason: unknown } | undefined;
  private settle: { resolve: (body: Buffer) => void; reject: (reason: unknown) => void } | undefined;

  /** @param onSocket - Called when the request is about to be written to a socket. */
  constructor(request: HttpRequest, onSocket?: () => void) {
    this.request = request;
    this.onSocket = onSocket;
  }

  async send(dispatcher: Dispatcher, origin: string, timeoutMs: number): Promise<Buffer> {
    const { url, headers, body, signal } = this.request;
    const timer = setTimeout(() => this.fail(timeoutError(this.request)), timeoutMs);
    const unwatch = onAbort(signal, (reason) => this.fail(reason));
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        this.settle = { resolve, reject };
        const path = url.search === "" ? url.pathname : url.pathname + url.search;
        // The timer above bounds the whole attempt, so undici's own timers are off.
        dispatcher.dispatch({ origin, path, method: "POST", headers, body, headersTimeout: 0, bodyTimeout: 0 }, this);
      });
    } catch (error) {
      throw this.failure === undefined ? transportError(error, this.request) : this.failure.reason;
    } finally {
      clearTimeout(timer);
      unwatch();
    }
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    this.onSocket?.();
    if (this.failure !== undefined) controller.abort(asError(this.failure.reason));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: ResponseHeaders): void {
    // Informational responses come first and are not the answer.
    if (status < 200) return;
    this.status = status;
    this.headers = headers;
    if (Number(headers["content-length"]) > this.request.maxResponseBytes)
      this.fail(bodyLimitError(this.request, status));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.bytes > this.request.maxResponseBytes) this.fail(bodyLimitError(this.request, this.status));
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    const [chunk] = this.chunks;
    this.settle?.resolve(
      this.chunks.length === 1 && chunk !== undefined ? chunk : Buffer.concat(this.chunks, this.bytes),
    );
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.settle?.reject(error);
  }

  private fail(reason: unknown): void {
    this.failure ??= { reason };
    this.settle?.reject(reason);
    this.controller?.abort(asError(reason));
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error("aborted");
}

function joined(headers: ResponseHeaders): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) values[name] = typeof value === "string" ? value : value.join(", ");
  }
  return values;
}

async function text(
  body: Buffer,
  headers: HttpResponse["headers"],
  request: HttpRequest,
  status: number,
): Promise<string> {
  const decode = decoders.get(headers["content-encoding"]?.trim().toLowerCase() ?? "");
  if (decode === undefined) return body.toString();
  try {
    return (await decode(body, { maxOutputLength: request.maxResponseBytes })).toString();
  } catch (error) {
    if ((error as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE") throw bodyLimitError(request, status);
    throw decodingError(error, request);
  }
}
