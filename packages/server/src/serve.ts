import { listen } from "#listen";
import type { RerankServer } from "./create-rerank-server.ts";

/** Where to listen, and how to stop. */
export interface ServeOptions {
  /**
   * The TCP port, from 0 to 65535; 0 takes any that is free.
   *
   * @defaultValue 0
   */
  readonly port?: number | undefined;
  /**
   * The address to listen on: `"0.0.0.0"` or `"::"` for every one of the machine's.
   *
   * @defaultValue "127.0.0.1"
   */
  readonly hostname?: string | undefined;
  /**
   * Milliseconds that `close()` gives running requests to finish; their connections are cut then.
   *
   * @defaultValue 10000
   */
  readonly closeTimeoutMs?: number | undefined;
  /**
   * Is told of what the `fetch` of the server throws, and the 500 that it is answered with. One made by
   * `createRerankServer` throws nothing and has an `onError` of its own: this is for yours around it. What it throws is
   * ignored.
   */
  readonly onError?: ((error: unknown, status: number) => void) | undefined;
}

/** A server that is listening. */
export interface RunningServer {
  /** Its address with the port that it has, such as `http://127.0.0.1:8080`, without a slash at the end. */
  readonly url: string;
  /**
   * Takes no more connections, closes those that wait for nothing, lets running requests finish, and resolves when all
   * is closed. Called again, it returns the same promise.
   */
  readonly close: () => Promise<void>;
}

/**
 * Listens on a port of a machine with Node.js, Bun or Deno. On Workers there is no port: export the server itself.
 *
 * @example
 * ```ts
 * const { url, close } = await serve(createRerankServer({ reranker }), { port: 8080 });
 * process.once("SIGTERM", () => void close());
 * ```
 * @throws ConfigurationError when the port is taken, may not be used, or is none; when `server` is none; and on Workers.
 */
export function serve(server: RerankServer, options: ServeOptions = {}): Promise<RunningServer> {
  return listen(server, options);
}
