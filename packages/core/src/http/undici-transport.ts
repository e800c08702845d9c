import { Socket } from "node:net";
import type { buildConnector, Dispatcher, Pool } from "undici";
import { ConnectionError } from "../errors/connection-error.ts";
import { onAbort } from "../on-abort.ts";
import type { DispatcherLike } from "../options.ts";
import { answerInError } from "./answer-in-error.ts";
import { causeWithoutRequest } from "./cause.ts";
import { decodeBody, decoderOf } from "./decode-body.ts";
import { joinedHeaders, type ResponseHeaders } from "./response-headers.ts";
import { type HttpRequest, isSuccess, type Transport } from "./transport.ts";
import { bodyLimitError, timeoutError, transportError } from "./transport-errors.ts";
import { utf8 } from "./utf8.ts";

/** Where requests go. */
interface Target {
  readonly origin: string;
  readonly path: string;
}

/** A round trip to the other end of the world takes at most this long: until then a closed socket may go unseen. */
const longestRoundTripMs = 300;

/**
 * Sends to `url` through undici, on a pool of its own for the server unless a dispatcher is given.
 *
 * A kept-alive socket that the server closes while a request is written to it, or waits to be, fails through no fault of
 * anybody, within the time of a round trip: such a request goes out once more, on a socket of its own. One that fails
 * later may have been worked on, and on a dispatcher of the caller's it is a failure like any other.
 *
 * @param timeoutMs - How long a connection may take that no request waits for any more, in milliseconds.
 */
export function undiciTransport(
  url: URL,
  connections: number,
  timeoutMs: number,
  dispatcher?: DispatcherLike,
): Transport {
  const { origin, pathname, search } = url;
  const target = { origin, path: pathname + search };
  let pool: Pick<Dispatcher, "dispatch"> | undefined = dispatcher;
  // Loaded when a reranker is created and not before, as undici is most of what importing this package would cost.
  const loading = import("undici");
  // Whoever sends the first request is told of a failure; until then nobody is.
  loading.catch(() => {});
  // Set while undici hands the request that waited for a new socket to it, which it does at once.
  let isFreshSocket = false;
  let connect: buildConnector.connector;
  const createPool = async (): Promise<Pool> => {
    const { buildConnector, Pool } = await loading;
    const connector = buildConnector({ timeout: timeoutMs });
    connect = (options, callback) => {
      // undici asks for a connection while it is handed the request that needs one.
      const socket = connector(options, callback) as unknown;
      if (socket instanceof Socket) onConnecting?.(socket);
    };
    const most = Number.isFinite(connections) ? connections : null;
    return new Pool(origin, { connections: most, connect }).on("connect", () => {
      isFreshSocket = true;
      queueMicrotask(() => (isFreshSocket = false));
    });
  };
  let creating: Promise<Pool> | undefined;
  return async (request) => {
    request.signal?.throwIfAborted();
    if (pool === undefined) {
      pool = await (creating ??= createPool());
      request.signal?.throwIfAborted();
    }
    // Loading undici is no part of an attempt: it would leave a short time to nothing.
    const deadline = performance.now() + request.timeoutMs;
    let writtenAt = -Infinity;
    const isCallers = pool === dispatcher;
    let exchange = new Exchange(request, isCallers, () => {
      if (!isCallers && !isFreshSocket) writtenAt = performance.now();
    });
    // A dispatcher of the caller's, which may look at the body, gets the text itself.
    const sent = isCallers ? request.body() : utf8(request.body());
    let body: Buffer;
    try {
      body = await exchange.send(pool, target, sent, remainingMs(deadline));
    } catch (error) {
      const isEarly = performance.now() - writtenAt < longestRoundTripMs && exchange.status === 0;
      const isUnsent = !isCallers && !exchange.isBegun && wasRead(error);
      const isStale = (isEarly || isUnsent) && ConnectionError.isInstance(error) && error.isRetryable;
      if (!isStale || request.signal?.aborted) throw error;
      exchange = new Exchange(request, isCallers);
      const { Client } = await loading;
      const client = new Client(origin, { connect });
      try {
        body = await exchange.send(client, target, sent, remainingMs(deadline));
      } finally {
        void client.destroy();
      }
    }
    const { status } = exchange;
    const headers = joinedHeaders(exchange.headers);
    const decode = decoderOf(headers);
    const decoded = decode === undefined ? body : await decodeBody(decode, body, request, status);
    return { status, headers, body: decoded.toString() };
  };
}

/** Whether an error came from reading a socket, which then was there: a connection that cannot be made comes from others. */
function wasRead(error: unknown): boolean {
  return ((error as Error).cause as { syscall?: unknown } | undefined)?.syscall === "read";
}

/** Whole milliseconds, rounded up: Node keeps a list of timers for each of them. */
function remainingMs(deadline: number): number {
  return Math.max(1, Math.ceil(deadline - performance.now()));
}

/** Takes note of the connection that undici makes for the request that it is just being handed. */
let onConnecting: ((socket: Socket) => void) | undefined;

const nothing = Buffer.alloc(0);

/**
 * One request on the wire. It takes the response as undici hands it out, chunk by chunk, which spares the stream and
 * the timers that `request()` sets up around the same callbacks.
 */
class Exchange implements Dispatcher.DispatchHandler {
  status = 0;
  headers: ResponseHeaders = {};
  private readonly request: HttpRequest;
  private readonly isCallers: boolean;
  private readonly onSocket: (() => void) | undefined;
  /** The first chunk, as most responses come in one; from the second on a buffer with room for more. */
  private body: Buffer = nothing;
  private bytes = 0;
  private socket: Socket | undefined;
  private controller: Dispatcher.DispatchController | undefined;
  private failure: { readonly reason: unknown } | undefined;
  private settle: { resolve: (body: Buffer) => void; reject: (reason: unknown) => void } | undefined;

  /**
   * @param isCallers - Whether the dispatcher is the caller's, whose errors may hold anything.
   * @param onSocket - Called when the request is about to be written to a socket.
   */
  constructor(request: HttpRequest, isCallers: boolean, onSocket?: () => void) {
    this.request = request;
    this.isCallers = isCallers;
    this.onSocket = onSocket;
  }

  /** Whether undici has written anything of it to a socket, or asked for one of its own. */
  get isBegun(): boolean {
    return this.controller !== undefined || this.socket !== undefined;
  }

  async send(
    dispatcher: Pick<Dispatcher, "dispatch">,
    target: Target,
    body: string | Buffer,
    timeoutMs: number,
  ): Promise<Buffer> {
    const { origin, path } = target;
    const { headers, signal } = this.request;
    const timer = setTimeout(() => this.endWith(timeoutError(this.request)), timeoutMs);
    const unwatch = onAbort(signal, (reason) => this.fail(reason));
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        this.settle = { resolve, reject };
        onConnecting = (socket) => (this.socket = socket);
        try {
          // The timer above bounds the whole attempt, so undici's own timers are off.
          dispatcher.dispatch({ origin, path, method: "POST", headers, body, headersTimeout: 0, bodyTimeout: 0 }, this);
        } finally {
          onConnecting = undefined;
        }
      });
    } catch (error) {
      if (this.failure !== undefined) throw this.failure.reason;
      throw transportError(error, this.request, this.isCallers ? causeWithoutRequest(error, this.request) : error);
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
    const isTooLong = Number(headers["content-length"]) > this.request.maxResponseBytes;
    if (isTooLong && isSuccess(status)) this.fail(bodyLimitError(this.request, status));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const end = this.bytes + chunk.length;
    if (end > this.request.maxResponseBytes) return this.endWith(bodyLimitError(this.request, this.status));
    if (this.bytes === 0) this.body = chunk;
    else {
      // A server may send a byte at a time: chunks that were kept would take a hundred times their length.
      if (end > this.body.length) this.body = Buffer.concat([this.body.subarray(0, this.bytes)], 2 * end);
      chunk.copy(this.body, this.bytes);
    }
    this.bytes = end;
  }

  onResponseEnd(): void {
    this.settle?.resolve(this.body.subarray(0, this.bytes));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const answer = this.isCallers && this.status === 0 ? answerInError(error) : undefined;
    if (answer !== undefined) {
      this.status = answer.status;
      this.headers = answer.headers;
      this.body = answer.body;
      this.bytes = answer.body.length;
    }
    if (this.hasFailed()) this.onResponseEnd();
    else this.settle?.reject(error);
  }

  /** Whether the server has answered that the request failed: whatever becomes of the body, the status says it. */
  private hasFailed(): boolean {
    return this.status !== 0 && !isSuccess(this.status) && this.failure === undefined;
  }

  /** Waits for no more of the body. */
  private endWith(error: Error): void {
    if (!this.hasFailed()) return this.fail(error);
    this.onResponseEnd();
    this.controller?.abort(error);
  }

  private fail(reason: unknown): void {
    this.failure ??= { reason };
    this.settle?.reject(reason);
    // Before it starts, a request can be taken back from undici only together with its connection.
    if (this.controller === undefined) this.socket?.destroy(asError(reason));
    else this.controller.abort(asError(reason));
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error("aborted");
}
