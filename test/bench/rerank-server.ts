/** For server.ts's rival in (i): `@rankwire/server` over a reranker that scores by position, in a process of its own. */
import { defineReranker } from "@rankwire/core";
import { createRerankServer, serve } from "@rankwire/server";

const reranker = defineReranker({
  provider: "bench",
  model: "position",
  rerank: async ({ topN }) => ({
    results: Array.from({ length: topN }, (_, index) => ({ index, relevanceScore: 1 / (index + 1) })),
    usage: { requests: 0 },
  }),
});
const { url } = await serve(createRerankServer({ reranker }));
process.stdout.write(`${url}\n`);
process.stdin.on("end", () => process.exit()).resume();
