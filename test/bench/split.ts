/**
 * (c) 1,000 and 10,000 documents, split into requests of 100, against a server that takes 20 ms: beside a plain loop, and
 * beside `Promise.all` over all requests at once. The ideal schedule is the number of rounds that the concurrency needs,
 * times what one request takes.
 */
import { createReranker } from "@rankwire/core";
import { Pool } from "undici";
import { compare, median, printTable, startServer, textsOf } from "./measure.ts";

const query = "What does a call cost?";
const perRequest = 100;
const concurrency = 16;
const server = await startServer({ LATENCY_MS: "20" });
const pool = new Pool(server.url);
const options = { apiKey: "sk-bench", baseURL: `${server.url}/v1`, maxDocumentsPerRequest: perRequest };
const reranker = createReranker({ ...options, maxConcurrency: concurrency });
const wide = createReranker({ ...options, maxConcurrency: Infinity });

const send = async (documents: readonly string[]): Promise<unknown> => {
  const body = JSON.stringify({ model: "bge-reranker-v2-m3", query, documents });
  const headers = { "content-type": "application/json", authorization: "Bearer sk-bench" };
  return (await pool.request({ path: "/v1/rerank", method: "POST", headers, body })).body.json();
};

for (const count of [1000, 10_000]) {
  const documents = textsOf(count, 500);
  const parts = Array.from({ length: count / perRequest }, (_, part) =>
    documents.slice(part * perRequest, (part + 1) * perRequest),
  );
  /** What sixteen bare requests at a time take, measured rather than reckoned: the machine is part of it. */
  const inRounds = async (): Promise<void> => {
    const rest = [...parts];
    const worker = async (): Promise<void> => {
      for (let part = rest.shift(); part !== undefined; part = rest.shift()) await send(part);
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
  };
  const one = await compare([{ name: "one request", run: () => send(parts[0] ?? []) }], 20, 5);
  const ideal = Math.ceil(parts.length / concurrency) * median(one.map(({ medianMs }) => medianMs));
  const rows = await compare(
    [
      { name: `bare requests, ${concurrency} at a time`, run: inRounds },
      { name: `@rankwire/core, maxConcurrency ${concurrency}`, run: () => reranker.rerank({ query, documents }) },
      { name: "bare requests, Promise.all", run: () => Promise.all(parts.map(send)) },
      { name: "@rankwire/core, maxConcurrency Infinity", run: () => wide.rerank({ query, documents }) },
      ...(count > 1000
        ? []
        : [
            {
              name: "bare requests, one after another",
              run: async () => {
                for (const part of parts) await send(part);
              },
            },
          ]),
    ],
    count > 1000 ? 15 : 30,
    3,
  );
  printTable(`(c) ${count} documents of 500 characters in requests of ${perRequest}, 20 ms each`, rows);
  const ours = rows.find(({ name }) => name.endsWith(`maxConcurrency ${concurrency}`))?.medianMs ?? Number.NaN;
  console.log(`  against the ideal schedule (rounds × one request): ${(ours / ideal).toFixed(2)}×`);
}

await pool.close();
server.close();
process.exit();
