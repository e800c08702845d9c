/**
 * (f) What importing costs, cold: milliseconds and resident memory in a process of its own, beside what the import
 * stands on and beside peers. It reads the built packages.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./measure.ts";

/** Peers are installed in this folder, everything else one above it: no process loads two copies of a framework. */
const folder = fileURLToPath(new URL(".", import.meta.url));
const peers = new Set(["cohere-ai", "@langchain/cohere", "@ai-sdk/cohere"]);
const groups: readonly (readonly (readonly [string, readonly string[]])[])[] = [
  [
    ["undici and zod", ["undici", "zod"]],
    ["@rankwire/core", ["@rankwire/core"]],
    ["cohere-ai", ["cohere-ai"]],
  ],
  [
    [
      "@langchain/core alone",
      [
        "@langchain/core/retrievers",
        "@langchain/core/retrievers/document_compressors",
        "@langchain/core/runnables",
        "undici",
        "zod",
      ],
    ],
    ["@rankwire/langchain", ["@rankwire/langchain"]],
    ["@langchain/cohere", ["@langchain/cohere"]],
  ],
  [
    ["llamaindex, undici and zod", ["llamaindex", "undici", "zod"]],
    ["llamaindex, @rankwire/llamaindex", ["llamaindex", "@rankwire/llamaindex"]],
  ],
  [
    ["ai, @rankwire/core", ["ai", "@rankwire/core"]],
    ["ai, @rankwire/ai-sdk", ["ai", "@rankwire/ai-sdk"]],
    ["ai, @ai-sdk/cohere", ["ai", "@ai-sdk/cohere"]],
  ],
];

function cost(names: readonly string[]): { readonly milliseconds: number; readonly megabytes: number } {
  const code = `const before = process.memoryUsage().rss; const startedAt = performance.now();
    for (const name of ${JSON.stringify(names)}) await import(name);
    console.log(JSON.stringify([performance.now() - startedAt, (process.memoryUsage().rss - before) / 1e6]));`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
    cwd: names.some((name) => peers.has(name)) ? folder : join(folder, ".."),
    encoding: "utf8",
  });
  const [milliseconds, megabytes] = JSON.parse(stdout.trim().split("\n").at(-1) ?? "[]") as [number, number];
  return { milliseconds, megabytes };
}

console.log("\n(f) cold imports, beside the first of each group");
for (const group of groups) {
  const runs = group.map((): { milliseconds: number; megabytes: number }[] => []);
  for (let round = 0; round < 11; round++)
    for (const [index, [, names]] of group.entries()) runs[index]?.push(cost(names));
  const base = median((runs[0] ?? []).map(({ milliseconds }) => milliseconds));
  for (const [index, [name]] of group.entries()) {
    const time = median((runs[index] ?? []).map(({ milliseconds }) => milliseconds));
    const memory = median((runs[index] ?? []).map(({ megabytes }) => megabytes));
    const ratio = `${(time / base).toFixed(2).padStart(5)}×`;
    console.log(
      `  ${name.padEnd(33)} ${ratio}   +${(time - base).toFixed(0).padStart(4)} ms   ${memory.toFixed(0).padStart(4)} MB`,
    );
  }
}
