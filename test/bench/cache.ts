/** (d) 50 texts with none, half and all of their scores in the cache, beside the same call without one. */
import { createReranker, type Reranker, withCache } from "@rankwire/core";
import { compare, printTable, startServer, textsOf } from "./measure.ts";

const server = await startServer();
const reranker = createReranker({ apiKey: "sk-bench", baseURL: `${server.url}/v1` });
const topN = 5;
const documents = textsOf(50, 500);
let call = 0;

/** Half of the texts are known, the others are new with every call. */
async function halfKnown(target: Reranker): Promise<unknown> {
  call++;
  const fresh = documents.slice(25).map((text) => call + text);
  return target.rerank({ query: "q", documents: [...documents.slice(0, 25), ...fresh], topN });
}

const [cold, half] = [withCache(reranker), withCache(reranker)];
const rows = await compare(
  [
    { name: "no cache", run: () => reranker.rerank({ query: "q", documents, topN }) },
    { name: "cache, no hit", run: () => cold.rerank({ query: `query ${call++}`, documents, topN }) },
    { name: "no cache, half of the texts new", run: () => halfKnown(reranker) },
    { name: "cache, half of it hits", run: () => halfKnown(half) },
  ],
  400,
  50,
);
printTable("(d) 50 documents of 500 characters through withCache", rows);

const warm = withCache(reranker);
const [hit] = await compare([{ name: "all", run: () => warm.rerank({ query: "q", documents, topN }) }], 5000, 500);
console.log(`  cache, all of it hits: ${((hit?.medianMs ?? Number.NaN) * 1000).toFixed(0)} µs`);
server.close();
process.exit();
