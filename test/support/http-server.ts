import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request that a test server was sent. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The body as text. */
  readonly body: string;
}

/** A running test server. */
export interface TestServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  /** Every request so far, in the order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** Resolves with the next request that arrives. */
  readonly nextRequest: () => Promise<RecordedRequest>;
  /** Ends the server and every connection to it. */
  readonly close: () => Promise<void>;
}

/** Starts a server on a free port that hands every request, fully read, to `answer`. */
export async function startHttpServer(
  answer: (request: RecordedRequest, response: ServerResponse) => void,
): Promise<TestServer> {
  const requests: RecordedRequest[] = [];
  let waiting: ((request: RecordedRequest) => void)[] = [];
  const receive = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = "";
    for await (const chunk of incoming.setEncoding("utf8")) body += String(chunk);
    const { method = "", url = "", headers } = incoming;
    const request = { method, path: url, headers, body };
    requests.push(request);
    answer(request, response);
    for (const resolve of waiting) resolve(request);
    waiting = [];
  };
  const server = createServer((incoming, response) => {
    receive(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  };
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    nextRequest: () => new Promise((resolve) => waiting.push(resolve)),
    close,
    [Symbol.asyncDispose]: close,
  };
}
