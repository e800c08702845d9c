/**
 * A server of your own, by its base URL. Start one of these first, then run
 * `RERANK_PROVIDER=tei npx -y pnpm@10 example self-hosted`:
 *
 *   docker run -p 8080:80 ghcr.io/huggingface/text-embeddings-inference:cpu-latest --model-id BAAI/bge-reranker-v2-m3
 *   vllm serve BAAI/bge-reranker-v2-m3 --port 8000
 *
 * Without RERANK_PROVIDER, RERANK_BASE_URL and RERANK_MODEL it asks whatever QHAIGC_BASE_URL points to.
 */
import { createReranker } from "@rankwire/core";

const reranker = createReranker({
  provider: process.env["RERANK_PROVIDER"],
  baseURL: process.env["RERANK_BASE_URL"],
  model: process.env["RERANK_MODEL"],
});

const documents = ["Paris is the capital of France.", "Berlin is the capital of Germany.", "Bread is made of flour."];
const { results, provider, model } = await reranker.rerank({ query: "What is the capital of Germany?", documents });

console.log(`${provider}, ${model}`);
for (const { index, relevanceScore } of results) console.log(relevanceScore.toFixed(4), documents[index]);
