/** Reranks search results with TanStack AI. It reads the key from QHAIGC_API_KEY. */
import { rankwireRerank } from "@rankwire/tanstack-ai";
import { rerank } from "@tanstack/ai";

const adapter = rankwireRerank("bge-reranker-v2-m3");

const { ranking, usage } = await rerank({
  adapter,
  query: "shoes for a rainy mountain hike",
  documents: [
    "Trail shoe: grips on wet rock and mud.",
    "City sneaker: light and airy for warm days.",
    "Winter boot: lined and waterproof, for snow.",
  ],
  topN: 2,
});

for (const { score, document } of ranking) console.log(score.toFixed(3), document);
console.log(usage);
