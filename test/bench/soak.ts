/**
 * 64 calls at a time for 60 s (or for as many seconds as the argument says) against a server that fails one request in
 * ten in mixed ways. Exits with 1 when a call is lost or wrong, a rejection goes unhandled, or memory, sockets,
 * listeners or timers grow.
 */
import { getEventListeners } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createReranker, RerankError } from "@rankwire/core";
import { startServer } from "./measure.ts";

const seconds = Number(process.argv[2] ?? 60);
const concurrency = 64;
const maxConcurrency = 32;
const problems: string[] = [];
const outcomes = new Map<string, number>();
const counts = { started: 0, settled: 0, retries: 0, requests: 0 };

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

process.on("unhandledRejection", (reason) => problems.push(`an unhandled rejection: ${String(reason)}`));
process.on("warning", (warning) => problems.push(`a warning: ${warning.message}`));

const server = await startServer({}, "soak-server.ts");
const { signal } = new AbortController();
const reranker = createReranker({
  apiKey: "sk-soak",
  baseURL: `${server.url}/v1`,
  timeoutMs: 250,
  totalTimeoutMs: 4000,
  maxConcurrency,
  maxDocumentsPerRequest: 20,
  onEvent: ({ type }) => {
    if (type === "retry") counts.retries++;
    if (type === "request") counts.requests++;
  },
});

/** One call: of 1 to 50 documents, one in fifty aborted, and half of all under one shared signal. */
async function call(number: number): Promise<string> {
  const documents = Array.from({ length: 1 + (number % 50) }, (_, index) => `document ${(index * 31) % 50}`);
  const stop = number % 50 === 0 ? new AbortController() : undefined;
  const timer = stop && setTimeout(() => stop.abort(), number % 7);
  try {
    const topN = number % 3 === 0 ? 5 : undefined;
    const shared = number % 2 === 0 ? signal : undefined;
    const { results } = await reranker.rerank({ query: "q", documents, topN }, { signal: stop?.signal ?? shared });
    const isRight = results.every(({ index, relevanceScore }, place) => {
      const before = results[place - 1];
      return documents[index] === `document ${relevanceScore}` && (before?.relevanceScore ?? 99) >= relevanceScore;
    });
    if (!isRight || results.length !== Math.min(topN ?? 99, documents.length)) problems.push("a wrong result");
    return "scores";
  } catch (error) {
    if (stop?.signal.aborted && error === stop.signal.reason) return "abort";
    if (RerankError.isInstance(error)) return error.name;
    problems.push(`an error of no known kind: ${String(error)}`);
    return "unknown";
  } finally {
    clearTimeout(timer);
  }
}

const end = performance.now() + seconds * 1000;
async function worker(): Promise<void> {
  while (performance.now() < end) {
    const outcome = await call(counts.started++);
    counts.settled++;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
}

/** What is held at a moment. */
function holdings() {
  collect();
  const resources = process.getActiveResourcesInfo();
  return {
    heapMB: process.memoryUsage().heapUsed / 2 ** 20,
    rssMB: process.memoryUsage().rss / 2 ** 20,
    sockets: resources.filter((name) => name.startsWith("TCP")).length,
    listeners: getEventListeners(signal, "abort").length,
    timers: resources.filter((name) => name === "Timeout").length,
  };
}

console.log(`(soak) ${concurrency} calls at a time for ${seconds} s, one request in ten fails`);
const samples: ReturnType<typeof holdings>[] = [];
const sampler = setInterval(() => samples.push(holdings()), Math.max(250, seconds * 20));
await Promise.all(Array.from({ length: concurrency }, worker));
clearInterval(sampler);
const { connections, requests, failed } = (await (await fetch(`${server.url}/stats`)).json()) as {
  readonly connections: number;
  readonly requests: number;
  readonly failed: number;
};
// Idle connections end after four seconds.
await new Promise((resolve) => setTimeout(resolve, 6000));
const after = holdings();
server.close();

const most = (name: keyof typeof after, from = 0, to = 1): number =>
  Math.max(
    ...samples.slice(Math.floor(from * samples.length), Math.ceil(to * samples.length)).map((sample) => sample[name]),
  );
const growthMB = most("heapMB", 0.75) - most("heapMB", 0.1, 0.5);
const perSecond = (count: number): string => `${count} (${Math.round(count / seconds)} a second)`;
console.log(`  calls ${perSecond(counts.settled)}, requests ${perSecond(requests)}, of them failed ${failed}`);
console.log(
  `  retries ${counts.retries}; calls that ended in ${[...outcomes].map(([name, count]) => `${name} ${count}`).join(", ")}`,
);
console.log(
  `  heap at most ${most("heapMB", 0.1, 0.5).toFixed(1)} MB in the first half, ${most("heapMB", 0.75).toFixed(1)} MB in the last quarter; ${most("rssMB").toFixed(0)} MB resident`,
);
console.log(
  `  at most ${most("sockets")} sockets, ${most("listeners")} listeners on the shared signal, ${most("timers")} timers; ${connections} connections at the server`,
);
console.log(
  `  6 s later: heap ${after.heapMB.toFixed(1)} MB, ${after.sockets} sockets, ${after.listeners} listeners, ${after.timers} timers`,
);

if (counts.started !== counts.settled) problems.push(`${counts.started - counts.settled} lost calls`);
if (growthMB > 4) problems.push(`the heap grew by ${growthMB.toFixed(1)} MB`);
if (most("sockets") > 2 * maxConcurrency) problems.push(`${most("sockets")} sockets at once`);
if (most("listeners") > 1 || after.listeners > 0) problems.push("listeners left on the shared signal");
if (after.sockets > 0) problems.push(`${after.sockets} sockets left`);
if (after.timers > 0) problems.push(`${after.timers} timers left`);
if (failed < requests / 11) problems.push("too few failures to prove anything");
for (const problem of new Set(problems)) console.log(`  PROBLEM: ${problem}`);
process.exit(problems.length === 0 ? 0 : 1);
