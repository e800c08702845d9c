/** Reranks search results with Mastra. It needs Node 22.13 and reads the key from QHAIGC_API_KEY. */
import { rerankWithScorer } from "@mastra/rag";
import { RankwireRelevanceScorer } from "@rankwire/mastra";

// What a vector store's query returns. The reranker reads metadata.text.
const results = [
  { id: "B2", score: 0.81, metadata: { text: "City sneaker: light and airy for warm days." } },
  { id: "A1", score: 0.79, metadata: { text: "Trail shoe: grips on wet rock and mud." } },
  { id: "C3", score: 0.74, metadata: { text: "Winter boot: lined and waterproof, for snow." } },
];

const best = await rerankWithScorer({
  results,
  query: "shoes for a rainy mountain hike",
  scorer: new RankwireRelevanceScorer({ onError: "passthrough" }),
  options: { topK: 2, weights: { semantic: 1, vector: 0, position: 0 } },
});

for (const { result, score } of best) console.log(score.toFixed(3), result.id);
