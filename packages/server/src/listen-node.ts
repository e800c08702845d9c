import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { checkOptions, ConfigurationError, tell } from "@rankwire/core";
import { closeGracefully } from "./close-gracefully.ts";
import type { RerankServer } from "./create-rerank-server.ts";
import { HttpError } from "./http-error.ts";
import { checkListener, checkNames, serverOptionNames } from "./options.ts";
import type { RunningServer, ServeOptions } from "./serve.ts";

/** Listens with `node:http`. */
export async function listen(server: RerankServer, options: ServeOptions): Promise<RunningServer> {
  checkServeOptions(options);
  const { port = 0, hostname = "127.0.0.1", closeTimeoutMs = 10_000 } = options;
  if (typeof server?.fetch !== "function") {
    throw new ConfigurationError("serve() takes a server: serve(createRerankServer({ reranker }), { port })");
  }
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new ConfigurationError("port must be an integer from 0 to 65535");
  }
  if (!Number.isInteger(closeTimeoutMs) || closeTimeoutMs < 0 || closeTimeoutMs > 2_147_483_647) {
    throw new ConfigurationError("closeTimeoutMs must be an integer from 0 to 2147483647");
  }
  // Node would take an empty name for every address of the machine.
  if (typeof hostname !== "string" || hostname.trim() === "") {
    throw new ConfigurationError('hostname must be a name or an address, such as "127.0.0.1"');
  }
  const listener = getRequestListener((request) => answer(server, request, options.onError), {
    // For a request that names no host.
    hostname: callableHost(hostname),
    // The process's own Request and Response stay what they are: this library may be a small part of it.
    overrideGlobalObjects: false,
    errorHandler: () => new HttpError(400, { code: "invalid_url", message: "the URL is not valid" }).toResponse(),
  });
  const httpServer = createServer((incoming, outgoing) => {
    if (hasUnreadBody(incoming)) outgoing.shouldKeepAlive = false;
    void listener(incoming, outgoing);
  });
  const close = closeGracefully(httpServer, closeTimeoutMs);
  await listening(httpServer, port, hostname);
  const url = `http://${callableHost(hostname)}:${(httpServer.address() as AddressInfo).port}`;
  return { url, close };
}

/** What a server answers, or 500 where its `fetch` fails, which one made by createRerankServer never does. */
async function answer(server: RerankServer, request: Request, onError: ServeOptions["onError"]): Promise<Response> {
  try {
    return await server.fetch(request);
  } catch (error) {
    if (onError !== undefined) tell(onError, error, 500);
    const message = "the request could not be answered";
    return new HttpError(500, { code: "internal_error", message }).toResponse();
  }
}

/**
 * Whether a body comes with a method that has none to be read. After such an answer the connection is closed, as Node
 * would take in what is left of the body, however long it is.
 */
function hasUnreadBody({ method, headers }: IncomingMessage): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

const serveOptionNames: readonly (keyof ServeOptions)[] = ["port", "hostname", "closeTimeoutMs", "onError"];

function checkServeOptions(options: ServeOptions): void {
  checkOptions(options, [...serveOptionNames, ...serverOptionNames], "serve");
  // A key that is given here would protect nothing.
  const others = serverOptionNames.filter((name) => name !== "onError");
  const misplaced = others.find((name) => (options as Record<string, unknown>)[name] !== undefined);
  if (misplaced !== undefined) {
    throw new ConfigurationError(
      `${misplaced} has no effect here: it belongs to createRerankServer (the options of serve)`,
    );
  }
  checkNames(options, serveOptionNames, "serve");
  checkListener(options.onError);
}

function listening(httpServer: Server, port: number, hostname: string): Promise<void> {
  return new Promise((resolve, reject) => {
    httpServer.once("error", (error: NodeJS.ErrnoException) => {
      const why = error.code === "EADDRINUSE" ? "the port is taken" : `the system says ${error.code ?? "no"}`;
      reject(new ConfigurationError(`cannot listen on port ${port} of ${hostname}: ${why}`, { cause: error }));
    });
    httpServer.listen(port, hostname, resolve);
  });
}

/** The host of a URL that reaches `hostname`: an address that stands for all of them is no address to call. */
function callableHost(hostname: string): string {
  if (hostname === "0.0.0.0") return "127.0.0.1";
  if (hostname === "::") return "[::1]";
  return hostname.includes(":") ? `[${hostname}]` : hostname;
}
