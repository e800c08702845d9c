// A worker that ranks as many documents as a request asks for: bundled by run.mjs.
import { lexicalReranker } from "../../packages/local/dist/lexical-reranker.js";

const reranker = lexicalReranker();

export default {
  async fetch(request) {
    const count = Number(new URL(request.url).searchParams.get("count"));
    const documents = Array.from({ length: count }, (_, index) => `number${index} ${"and more words ".repeat(70)}`);
    const { results } = await reranker.rerank({ query: "number2", documents });
    return new Response(String(results[0].index));
  },
};
