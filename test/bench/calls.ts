import { Document } from "@langchain/core/documents";
import { MetadataMode, TextNode } from "@llamaindex/core/schema";
import { createRankwire } from "@rankwire/ai-sdk";
import { createReranker, rankItems } from "@rankwire/core";
import { RerankCompressor } from "@rankwire/langchain";
import { RerankPostprocessor } from "@rankwire/llamaindex";
import { rankwireRerank } from "@rankwire/tanstack-ai";
import { rerank as tanstackRerank } from "@tanstack/ai";
import { rerank } from "ai";
import { Pool } from "undici";
import { compare, compareInLoops, type Contestant, printTable, startServer, textsOf } from "./measure.ts";
import { peers } from "./peers.ts";

/** (a) one call and (b) 32 calls at a time, beside the bare HTTP call, `fetch` and the peers. */
const query = "What does a call cost?";
const topN = 5;
const rounds = Number(process.argv[2] ?? 300);
/** Rounds at the start that are not counted: V8 compiles what a server has compiled after its first minute. */
const warmup = 2000;

const server = await startServer({ ROWS: String(topN) });
const pool = new Pool(server.url);
const headers = { "content-type": "application/json", authorization: "Bearer sk-bench" };
const reranker = createReranker({ apiKey: "sk-bench", baseURL: `${server.url}/v1` });
const compressor = new RerankCompressor({ reranker, topN });
/** Like `CohereRerank`, it tells no tracer of its calls. */
const untraced = new RerankCompressor({ reranker, topN, trace: false });
const postprocessor = new RerankPostprocessor({ reranker, topN });
const model = createRankwire({ reranker }).rerankingModel();
const adapter = rankwireRerank(undefined, { reranker });
const cohere = await peers.cohereCompressor(server.url, topN);
const aiSdk = await peers.aiSdk(server.url);

const bodyOf = (documents: string[]): string =>
  JSON.stringify({ model: "bge-reranker-v2-m3", query, documents, top_n: topN });
const post = async (documents: string[]) =>
  (await pool.request({ path: "/v1/rerank", method: "POST", headers, body: bodyOf(documents) })).body.json();
const at32 = (common: Contestant[]): Contestant[] =>
  common.map(({ name, run }) => ({ name, run: () => Promise.all(Array.from({ length: 32 }, run)) }));

function contestants(documents: string[]): Contestant[] {
  const items = documents.map((text) => ({ text }));
  const nodes = documents.map((text) => ({ node: new TextNode({ text }), score: 0.5 }));
  const langchain = (): Document[] => documents.map((pageContent) => new Document({ pageContent }));
  const [ours, theirs] = [langchain(), langchain()];
  const values = { type: "text", values: documents } as const;
  return [
    { name: "bare undici.request", run: () => post(documents) },
    { name: "@rankwire/core rerank()", run: () => reranker.rerank({ query, documents, topN }) },
    {
      name: "@rankwire/core rankItems()",
      run: () => rankItems(reranker, { query, items, text: (item) => item.text, topN }),
    },
    { name: "@rankwire/langchain", run: () => compressor.compressDocuments(ours, query) },
    { name: "@rankwire/langchain, trace: false", run: () => untraced.compressDocuments(ours, query) },
    { name: "@rankwire/llamaindex", run: () => postprocessor.postprocessNodes(nodes, query) },
    { name: "@rankwire/ai-sdk, doRerank()", run: async () => model.doRerank({ documents: values, query, topN }) },
    { name: "AI SDK rerank() with it", run: () => rerank({ model, query, documents, topN }) },
    {
      name: "TanStack rerank() with @rankwire/tanstack-ai",
      run: () => tanstackRerank({ adapter, query, documents, topN }),
    },
    {
      name: "fetch",
      run: async () =>
        (await fetch(`${server.url}/v1/rerank`, { method: "POST", headers, body: bodyOf(documents) })).json(),
    },
    { name: "LangChain CohereRerank", run: () => cohere.compressDocuments(theirs, query) },
    { name: "AI SDK rerank() with Cohere", run: () => aiSdk(query, documents, topN) },
  ];
}

/** Nodes as a loader leaves them: the adapter makes the texts that the others have ready. */
function withMetadata(texts: string[]): Contestant[] {
  const nodes = texts.map((text, index) => {
    const metadata = { title: `Manual ${index}`, source: `/manuals/${index}.md`, page: index };
    return { node: new TextNode({ text, metadata }), score: 0.5 };
  });
  const documents = nodes.map(({ node }) => node.getContent(MetadataMode.EMBED));
  return [
    { name: "bare undici.request", run: () => post(documents) },
    { name: "@rankwire/core rerank()", run: () => reranker.rerank({ query, documents, topN }) },
    { name: "@rankwire/llamaindex", run: () => postprocessor.postprocessNodes(nodes, query) },
  ];
}

const common = contestants(textsOf(50, 500));
await compare(common, 0, warmup);
printTable(`(a) one call: 50 documents of 500 characters, top ${topN}`, await compare(common, rounds));
const together = at32(common);
printTable(
  `(b) 32 calls at a time: 50 documents of 500 characters, top ${topN}`,
  await compare(together, Math.ceil(rounds / 2)),
);
printTable("(a) one call, each contestant in a loop of its own", await compareInLoops(common, rounds));
printTable("(b) 32 calls at a time, each in a loop of its own", await compareInLoops(together, Math.ceil(rounds / 10)));

const fields = withMetadata(textsOf(50, 500));
await compare(fields, 0, warmup);
printTable("(a) one call: nodes with three metadata fields", await compare(fields, rounds));
printTable(
  "(b) 32 calls at a time: nodes with three metadata fields",
  await compare(at32(fields), Math.ceil(rounds / 2)),
);

for (const [count, length] of [
  [25, 500],
  [200, 500],
  [25, 2000],
  [50, 2000],
  [200, 2000],
] as const) {
  const rows = await compare(contestants(textsOf(count, length)), rounds);
  printTable(`(a) one call: ${count} documents of ${length} characters, top ${topN}`, rows);
}

await pool.close();
server.close();
process.exit();
