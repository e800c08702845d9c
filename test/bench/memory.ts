/** (e) Peak memory of one call with 10,000 documents of 1,000 characters, above the baseline, against the payload. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median, startServer } from "./measure.ts";

const payloadKb = 10_000;
const script = fileURLToPath(new URL("memory-call.mjs", import.meta.url));

const server = await startServer();
console.log("\n(e) peak memory above the baseline, 10000 documents of 1000 characters (payload 10 MB)");
for (const [title, when] of [
  ["in a process that has sent a request before", "later"],
  ["as the first request of a process, while V8 compiles undici's parser", "first"],
] as const) {
  console.log(`  ${title}`);
  for (const contestant of ["one bare request", "bare requests, 16 at a time", "@rankwire/core, split"]) {
    const args = ["--expose-gc", script, server.url, when, contestant];
    const rises = Array.from({ length: 15 }, () => Number(execFileSync(process.execPath, args)));
    console.log(`    ${contestant.padEnd(26)} ${(median(rises) / payloadKb).toFixed(2)}× the payload`);
  }
}
server.close();
