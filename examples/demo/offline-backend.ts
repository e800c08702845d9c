import { createReranker } from "@rankwire/core";
import { lexicalReranker } from "@rankwire/local";
import { createRerankServer, serve } from "@rankwire/server";
import type { Backend } from "./backend.ts";
import { extractAnswer } from "./extract-answer.ts";
import { HashEmbeddings } from "./hash-embeddings.ts";
import { countSpent, newSpent } from "./spent.ts";

/** Everything on this machine: a rerank server of our own in this process, reached over HTTP like any other. */
export async function startOffline(): Promise<Backend> {
  const local = lexicalReranker();
  const { url, close } = await serve(createRerankServer({ reranker: local }));
  const spent = newSpent();
  const reranker = createReranker({
    provider: "local",
    baseURL: `${url}/v1`,
    model: local.model,
    onEvent: countSpent(spent),
  });
  return {
    notice: `No QHAIGC_API_KEY: reranking with the lexical reranker of @rankwire/local, served at ${url}/v1/rerank`,
    embeddings: (texts) => new HashEmbeddings(texts),
    batchSize: 100,
    reranker,
    concurrency: 4,
    answer: (question, passages) => extractAnswer(reranker, question, passages),
    evaluationNote: "Without a key both steps compare words, not meaning: this says nothing of the hosted models.",
    spent,
    close,
  };
}
