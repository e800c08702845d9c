import { createServer, type AddressInfo, type Socket } from "node:net";

/** A request that the server read in full. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Which connection it came over, counted from 1. */
  readonly connection: number;
}

/** What the server does with a request, on the bare socket. */
export type Fault = (socket: Socket, request: ReceivedRequest) => void;

/** A server that misbehaves on purpose, below HTTP where a fault needs it. */
export interface FaultServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  /** For `baseURL`. */
  readonly baseURL: string;
  /** Every request so far, in the order of arrival. */
  readonly requests: readonly ReceivedRequest[];
  /** Connections accepted so far. */
  readonly connections: number;
  /** Set by a test: what is done with every further request. */
  fault: Fault;
  /** Set by a test: what is done with every further connection before a request is read. */
  onConnection: ((socket: Socket) => void) | undefined;
  /** Resolves with the next request that arrives. */
  readonly nextRequest: () => Promise<ReceivedRequest>;
  readonly close: () => Promise<void>;
}

/** Starts a server on a free port of this machine. */
export async function startFaultServer(fault: Fault): Promise<FaultServer> {
  const requests: ReceivedRequest[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  let waiting: ((request: ReceivedRequest) => void)[] = [];

  const server = createServer((socket) => {
    connections++;
    const connection = connections;
    let received = Buffer.alloc(0);
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => {
      sockets.delete(socket);
    });
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      for (let read = readRequest(received); read !== undefined; read = readRequest(received)) {
        received = received.subarray(read.end);
        const request = { ...read.request, connection };
        requests.push(request);
        self.fault(socket, request);
        for (const resolve of waiting) resolve(request);
        waiting = [];
      }
    });
    self.onConnection?.(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };

  const self: FaultServer = {
    origin,
    baseURL: `${origin}/v1`,
    requests,
    get connections() {
      return connections;
    },
    fault,
    onConnection: undefined,
    nextRequest: () => new Promise((resolve) => waiting.push(resolve)),
    close,
    [Symbol.asyncDispose]: close,
  };
  return self;
}

/** The first whole request in what a socket has received, and where it ends. */
function readRequest(
  received: Buffer,
): { readonly request: Omit<ReceivedRequest, "connection">; readonly end: number } | undefined {
  const headEnd = received.indexOf("\r\n\r\n");
  if (headEnd < 0) return undefined;
  const [requestLine = "", ...lines] = received.toString("latin1", 0, headEnd).split("\r\n");
  const [method = "", path = ""] = requestLine.split(" ");
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const bodyStart = headEnd + 4;
  const end = bodyStart + Number(headers["content-length"] ?? 0);
  if (received.length < end) return undefined;
  return { request: { method, path, headers, body: received.toString("utf8", bodyStart, end) }, end };
}
