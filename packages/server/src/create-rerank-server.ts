import { rankItems, tell } from "@rankwire/core";
import { Hono, type Context, type Handler } from "hono";
import { admission } from "./admission.ts";
import { keyCheck } from "./api-keys.ts";
import { refuseCrossOrigin } from "./cross-origin.ts";
import { HttpError } from "./http-error.ts";
import { checkServerOptions, type RerankServerOptions } from "./options.ts";
import { readBody } from "./read-body.ts";
import { toHttpError } from "./reranker-failure.ts";
import { parseWireRequest } from "./wire-request.ts";
import { toWireResponse } from "./wire-response.ts";

/** A rerank endpoint as a function from request to response, for any runtime that speaks these. */
export interface RerankServer {
  /** Answers a request; never rejects. Bound, so that it can be handed over on its own: `Deno.serve(server.fetch)`. */
  readonly fetch: (request: Request) => Promise<Response>;
}

/**
 * `POST /v1/rerank` and `POST /rerank` over any {@link Reranker}, with `GET /v1/models` and `GET /health`.
 *
 * @example
 * ```ts
 * const server = createRerankServer({ reranker: lexicalReranker(), apiKeys: ["a-key-of-yours"] });
 * const { url, close } = await serve(server, { port: 8080 });
 * ```
 * @throws ConfigurationError that names the option that is wrong.
 */
export function createRerankServer(options: RerankServerOptions): RerankServer {
  checkServerOptions(options);
  const { reranker, maxBodyBytes = 10_485_760, maxDocuments = 1000 } = options;
  const admit = admission(options.maxConcurrentCharacters ?? 33_554_432);
  const models = options.models === undefined ? undefined : new Set(options.models);
  const checkKey = keyCheck(options.apiKeys);

  const score = async (text: string, signal: AbortSignal): Promise<Response> => {
    const { model, query, documents, top_n } = parseWireRequest(text, maxDocuments);
    if (models !== undefined && !models.has(model)) {
      const message = "this model is not served here; GET /v1/models lists those that are";
      throw new HttpError(404, { code: "model_not_found", message, param: "model" });
    }
    const ranked = await rankItems(reranker, { query, items: documents, text: itself, topN: top_n, signal });
    return Response.json(toWireResponse(ranked));
  };

  const rerank = async (request: Request): Promise<Response> => {
    if (options.apiKeys === undefined) refuseCrossOrigin(request);
    await checkKey(request.headers.get("authorization"));
    const text = await readBody(request, maxBodyBytes);
    return admit(text.length, () => score(text, request.signal));
  };

  const listModels = async (request: Request): Promise<Response> => {
    await checkKey(request.headers.get("authorization"));
    const owned_by = reranker.provider;
    const data = Array.from(models ?? [reranker.model], (id) => ({ id, object: "model", created: 0, owned_by }));
    return Response.json({ object: "list", data });
  };

  const report = (error: unknown, status: number): void => {
    if (options.onError !== undefined) tell(options.onError, error, status);
  };

  /** Catches what is thrown here rather than in Hono, which lets everything through that is not an `Error`. */
  const answering =
    (answer: (request: Request) => Promise<Response>): Handler =>
    async ({ req: { raw: request } }: Context) => {
      try {
        return await answer(request);
      } catch (error) {
        const failure = toHttpError(error, request.signal);
        if (failure !== error && failure.status !== 499) report(error, failure.status);
        return failure.toResponse();
      }
    };

  const app = new Hono({ strict: false });
  for (const path of ["/v1/rerank", "/rerank"]) {
    app.post(path, answering(rerank));
    app.all(path, () => methodNotAllowed("POST"));
  }
  app.get("/v1/models", answering(listModels));
  app.all("/v1/models", () => methodNotAllowed("GET, HEAD"));
  app.get("/health", () => Response.json({ status: "ok" }));
  app.all("/health", () => methodNotAllowed("GET, HEAD"));
  app.notFound(() => new HttpError(404, { code: "not_found", message: "use POST /v1/rerank" }).toResponse());
  return { fetch: async (request) => app.fetch(request) };
}

function itself(text: string): string {
  return text;
}

function methodNotAllowed(allow: string): Response {
  const message = `this path takes ${allow} only`;
  return new HttpError(405, { code: "method_not_allowed", message, headers: { allow } }).toResponse();
}
