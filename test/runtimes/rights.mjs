// In Deno, with the right to read files alone: prints what a reranker comes to that may not ask, and one without a key.
import { createReranker } from "../../packages/core/dist/index.js";

const [origin] = process.argv.slice(2);
const reranker = createReranker({ apiKey: "sk-7Qm2vXw9KpLr4Tz8", baseURL: `${origin}/scores/v1` });
for (const use of [() => reranker.rerank({ query: "q", documents: ["a 1"] }), () => createReranker()]) {
  try {
    await use();
  } catch (error) {
    console.log(error.message);
  }
}
