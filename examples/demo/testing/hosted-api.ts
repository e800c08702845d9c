import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { lexicalReranker } from "@rankwire/local";
import { createRerankServer } from "@rankwire/server";
import { HashEmbeddings } from "../hash-embeddings.ts";

/** What a request to the API held. */
export interface SeenRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: { readonly model?: string; readonly input?: readonly string[]; readonly top_n?: number };
}

/** A server with the three endpoints of the hosted API, each of which does its work. */
export interface HostedApi {
  readonly baseURL: string;
  readonly seen: readonly SeenRequest[];
  /** Resolves when the first request has come in. */
  readonly firstRequest: Promise<void>;
  readonly close: () => Promise<void>;
}

/** Starts it on a free port. With `isSilent` it takes requests and never answers. */
export async function startHostedApi(apiKey: string, { isSilent = false } = {}): Promise<HostedApi> {
  const rerankServer = createRerankServer({ reranker: lexicalReranker(), apiKeys: [apiKey] });
  const embeddings = new HashEmbeddings([]);
  const seen: SeenRequest[] = [];
  let onFirst = (): void => {};
  const firstRequest = new Promise<void>((resolve) => {
    onFirst = resolve;
  });

  const answer = async (request: IncomingMessage): Promise<Response> => {
    const path = request.url ?? "";
    const { authorization } = request.headers;
    const body = (await json(request)) as SeenRequest["body"];
    seen.push({ path, authorization, body });
    onFirst();
    if (isSilent) return new Promise(() => {});
    if (path === "/v1/rerank") {
      const headers = { "content-type": "application/json", authorization: authorization ?? "" };
      return rerankServer.fetch(
        new Request("http://localhost/v1/rerank", { method: "POST", headers, body: JSON.stringify(body) }),
      );
    }
    if (authorization !== `Bearer ${apiKey}`) {
      return Response.json({ error: { message: `Incorrect API key: ${authorization}` } }, { status: 401 });
    }
    if (path === "/v1/embeddings") {
      const vectors = await embeddings.embedDocuments([body.input ?? []].flat());
      return Response.json({
        object: "list",
        model: body.model,
        data: vectors.map((embedding, index) => ({ object: "embedding", index, embedding })),
        usage: { prompt_tokens: 7, total_tokens: 7 },
      });
    }
    return Response.json({
      id: "chatcmpl-1",
      object: "chat.completion",
      created: 0,
      model: body.model,
      choices: [
        { index: 0, finish_reason: "stop", message: { role: "assistant", content: "It closes after 4 s [2]." } },
      ],
      usage: { prompt_tokens: 900, completion_tokens: 34, total_tokens: 934 },
    });
  };

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const result = await answer(request);
    response.writeHead(result.status, Object.fromEntries(result.headers));
    response.end(await result.text());
  };

  const server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    seen,
    firstRequest,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
