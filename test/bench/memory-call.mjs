// One call of memory.ts, in a process that holds nothing else: no loader, no other contestant. It prints how far its
// memory rose, in thousands of bytes. `/proc` is Linux' own.
import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { createReranker } from "@rankwire/core";
import { Pool } from "undici";

const [url, when, contestant] = process.argv.slice(2);
const pool = new Pool(url);
const reranker = createReranker({ apiKey: "sk-bench", baseURL: `${url}/v1` });
const query = "What does a call cost?";
const count = 10_000;

const contestants = {
  "one bare request": send,
  "bare requests, 16 at a time": async (documents) => {
    let next = 0;
    const worker = async () => {
      while (next < documents.length) await send(documents.slice(next, (next += 100)));
    };
    await Promise.all(Array.from({ length: 16 }, worker));
  },
  "@rankwire/core, split": (documents) => reranker.rerank({ query, documents, topN: 10 }),
};

async function send(documents) {
  const body = JSON.stringify({ query, documents, top_n: Math.min(10, documents.length) });
  return (await pool.request({ path: "/v1/rerank", method: "POST", body })).body.json();
}

/** `VmRSS` is what the process holds, `VmHWM` the most that it has held. */
function memory(figure) {
  return Number(readFileSync("/proc/self/status", "utf8").match(new RegExp(`${figure}:\\s+(\\d+)`, "u"))[1]);
}

if (when === "later") for (const call of Object.values(contestants)) await call(["a", "b"]);
// Texts as they come out of a file or a database, each in a piece.
const documents = Array.from({ length: count }, (_, index) =>
  Buffer.from(`Document ${index} tells of retrieval, ranking and the cost of a call. `.repeat(20)).toString(
    "latin1",
    0,
    1000,
  ),
);
gc();
// By then V8 is done with what it compiles in the background.
await delay(300);
gc();
// Forgets the most that the process has held so far.
writeFileSync("/proc/self/clear_refs", "5");
const baseline = memory("VmRSS");
await contestants[contestant](documents);
console.log((memory("VmHWM") - baseline) * 1.024);
process.exit();
