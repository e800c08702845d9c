/** Reranks search results with the Vercel AI SDK. It reads the key from QHAIGC_API_KEY. */
import { rankwire } from "@rankwire/ai-sdk";
import { rerank } from "ai";

const candidates = [
  { sku: "A1", name: "Trail shoe", text: "Grips on wet rock and mud." },
  { sku: "B2", name: "City sneaker", text: "Light and airy for warm days." },
  { sku: "C3", name: "Winter boot", text: "Lined and waterproof, for snow." },
];

const { ranking, providerMetadata } = await rerank({
  model: rankwire.rerankingModel("bge-reranker-v2-m3"),
  query: "shoes for a rainy mountain hike",
  documents: candidates,
  topN: 2,
  providerOptions: { rankwire: { rankFields: ["name", "text"] } },
});

for (const { score, document } of ranking) console.log(score.toFixed(3), document.sku, document.name);
console.log(providerMetadata?.["rankwire"]);
