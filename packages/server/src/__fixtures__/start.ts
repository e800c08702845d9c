import { defineReranker, type CallOptions, type CheckedRequest, type Reranker } from "@rankwire/core";
import { onTestFinished } from "vitest";
import { createRerankServer } from "../create-rerank-server.ts";
import type { RerankServerOptions } from "../options.ts";
import { serve } from "../serve.ts";

/** A reranker that gives the first document 1, the second 1/2, the third 1/3 and so on. */
export const byPosition: Reranker = scoring((index) => 1 / (index + 1));

/** A reranker that gives each distinct document the score of its position. */
export function scoring(score: (index: number) => number): Reranker {
  return answering(async ({ documents, topN }) =>
    documents
      .map((_, index) => ({ index, relevanceScore: score(index) }))
      .sort((a, b) => b.relevanceScore - a.relevanceScore)
      .slice(0, topN),
  );
}

type Rows = readonly { readonly index: number; readonly relevanceScore: number }[];

/** A reranker whose rows come from `answer`. */
export function answering(answer: (request: CheckedRequest, options: CallOptions) => Promise<Rows>): Reranker {
  const rerank = async (request: CheckedRequest, options: CallOptions) => ({
    results: await answer(request, options),
    usage: { requests: 1 },
  });
  return defineReranker({ provider: "example", model: "example-1", rerank });
}

/** The answer to a request, with its body parsed. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A server on a real socket, closed when the test ends. */
export async function start(options: Partial<RerankServerOptions> = {}) {
  const { url, close } = await serve(createRerankServer({ reranker: byPosition, ...options }), {
    closeTimeoutMs: 1000,
  });
  onTestFinished(close);
  const ask = async (path: string, init?: RequestInit): Promise<Answer> => {
    const response = await fetch(url + path, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
  };
  const post = (body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
    ask("/v1/rerank", {
      method: "POST",
      body: typeof body === "string" ? body : JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers },
    });
  return { url, close, ask, post };
}

/** A request that is right. */
export const valid = { model: "bge-reranker-v2-m3", query: "a question", documents: ["one", "two", "three"] };

/** An error body, with whatever a test wants to pin. */
export function errorBody(error: Record<string, unknown>): unknown {
  return { error: { message: expectString, ...error } };
}

const expectString: unknown = { asymmetricMatch: (value: unknown) => typeof value === "string" && value.length > 0 };

/** A promise that is resolved from outside. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
