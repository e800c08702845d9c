import { ConfigurationError } from "@rankwire/core";
import type { RerankServer } from "./create-rerank-server.ts";
import type { RunningServer, ServeOptions } from "./serve.ts";

/** There is no port to listen on. */
export async function listen(_server: RerankServer, _options: ServeOptions): Promise<RunningServer> {
  throw new ConfigurationError("serve() needs Node.js, Bun or Deno; on this runtime export the server's fetch instead");
}
