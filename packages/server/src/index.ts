export { createRerankServer } from "./create-rerank-server.ts";
export type { RerankServer } from "./create-rerank-server.ts";
export type { RerankServerOptions } from "./options.ts";
export { serve } from "./serve.ts";
export type { RunningServer, ServeOptions } from "./serve.ts";
