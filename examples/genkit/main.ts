/** Reranks search results in a Genkit flow. It reads the key from QHAIGC_API_KEY. */
import { rankwire } from "@rankwire/genkit";
import { Document, genkit, z } from "genkit";

const ai = genkit({ plugins: [rankwire()] });

const candidates = [
  Document.fromText("City sneaker: light and airy for warm days.", { sku: "B2" }),
  Document.fromText("Trail shoe: grips on wet rock and mud.", { sku: "A1" }),
  Document.fromText("Winter boot: lined and waterproof, for snow.", { sku: "C3" }),
];

const search = ai.defineFlow({ name: "search", inputSchema: z.string(), outputSchema: z.string() }, async (query) => {
  const best = await ai.rerank({
    reranker: "rankwire/bge-reranker-v2-m3",
    query,
    documents: candidates,
    options: { topN: 2 },
  });
  return best.map(({ metadata }) => `${metadata.score.toFixed(3)} ${String(metadata["sku"])}`).join("\n");
});

console.log(await search("shoes for a rainy mountain hike"));
