/** (e) Peak memory of one call with 10,000 documents of 1,000 characters, above the baseline, against the payload. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { startServer, textsOf } from "./measure.ts";

const [mode, url] = process.argv.slice(2);
const count = 10_000;
const length = 1000;

if (mode === undefined) {
  const server = await startServer();
  console.log(
    `\n(e) peak memory above the baseline, ${count} documents of ${length} characters (payload ${(count * length) / 1e6} MB)`,
  );
  const peak = (name: string): number => {
    const args = [...process.execArgv, fileURLToPath(import.meta.url), name, server.url];
    const { stdout } = spawnSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
    return Number(stdout.trim());
  };
  for (const name of ["one bare request", "@rankwire/core, split"]) {
    const [low, base] = [Math.min(peak(name), peak(name), peak(name)), Math.min(peak("baseline"), peak("baseline"))];
    console.log(`  ${name.padEnd(24)} ${((low - base) / ((count * length) / 1024)).toFixed(2)}× the payload`);
  }
  server.close();
} else {
  const { createReranker } = await import("@rankwire/core");
  const { Pool } = await import("undici");
  const pool = new Pool(url ?? "");
  const reranker = createReranker({ apiKey: "sk-bench", baseURL: `${url}/v1` });
  // A small call of each first: what code costs is not what a payload costs.
  await reranker.rerank({ query: "q", documents: ["a", "b"] });
  const documents = textsOf(count, length).map((text) => Buffer.from(text).toString("latin1"));
  globalThis.gc?.();
  if (mode === "one bare request") {
    const body = JSON.stringify({ query: "q", documents });
    await (await pool.request({ path: "/v1/rerank", method: "POST", body })).body.json();
  } else if (mode !== "baseline") await reranker.rerank({ query: "q", documents, topN: 10 });
  console.log(process.resourceUsage().maxRSS);
  process.exit();
}
