/** (e) Peak memory of one call with 10,000 documents of 1,000 characters, above the baseline, against the payload. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median, startServer, textsOf } from "./measure.ts";

const [mode, url] = process.argv.slice(2);
const count = 10_000;
const length = 1000;

if (mode === undefined) {
  const server = await startServer();
  console.log(
    `\n(e) peak memory above the baseline, ${count} documents of ${length} characters (payload ${(count * length) / 1e6} MB)`,
  );
  const peak = (name: string, flags: readonly string[]): number => {
    const args = [...flags, ...process.execArgv, fileURLToPath(import.meta.url), name, server.url];
    const { stdout } = spawnSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
    return Number(stdout.trim());
  };
  // Once in a process V8 optimizes undici's HTTP parser, which is WebAssembly, and takes some 30 MB for that while it
  // lasts, whatever is sent. Without its optimizing compiler, what is left is the memory that a payload takes.
  for (const [title, flags] of [
    ["while V8 optimizes undici's parser", []],
    ["without that (--liftoff-only)", ["--liftoff-only"]],
  ] as const) {
    console.log(`  ${title}`);
    for (const name of ["one bare request", "bare requests, 8 at a time", "@rankwire/core, split"]) {
      const rises = Array.from({ length: 9 }, () => peak(name, flags) - peak("baseline", flags));
      console.log(`    ${name.padEnd(26)} ${(median(rises) / ((count * length) / 1024)).toFixed(2)}× the payload`);
    }
  }
  server.close();
} else {
  const { createReranker } = await import("@rankwire/core");
  const { Pool } = await import("undici");
  const pool = new Pool(url ?? "");
  const reranker = createReranker({ apiKey: "sk-bench", baseURL: `${url}/v1` });
  // A small call of each first: what code costs is not what a payload costs.
  await reranker.rerank({ query: "q", documents: ["a", "b"] });
  await (await pool.request({ path: "/v1/rerank", method: "POST", body: '{"documents":["a"]}' })).body.json();
  const documents = textsOf(count, length).map((text) => Buffer.from(text).toString("latin1"));
  globalThis.gc?.();
  const send = async (part: string[]): Promise<unknown> => {
    const body = JSON.stringify({ query: "q", documents: part, top_n: 10 });
    return (await pool.request({ path: "/v1/rerank", method: "POST", body })).body.json();
  };
  if (mode === "one bare request") await send(documents);
  else if (mode === "bare requests, 8 at a time") {
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < count) await send(documents.slice(next, (next += 100)));
    };
    await Promise.all(Array.from({ length: 8 }, worker));
  } else if (mode !== "baseline") await reranker.rerank({ query: "q", documents, topN: 10 });
  console.log(process.resourceUsage().maxRSS);
  process.exit();
}
