/** (g) What a user downloads: installed size and number of packages, beside peers, each in an empty project. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "rankwire-sizes-"));

function pack(name: string): string {
  const cwd = join(root, "packages", name);
  execFileSync("npx", ["-y", "pnpm@10", "pack", "--pack-destination", work], { cwd, stdio: "ignore" });
  return join(work, readdirSync(work).find((file) => file.startsWith(`rankwire-${name}-`)) ?? "");
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).reduce(
    (sum, entry) => sum + (entry.isFile() ? statSync(join(entry.parentPath, entry.name)).size : 0),
    0,
  );
}

function measure(name: string, specifications: readonly string[]): void {
  const project = mkdtempSync(join(work, "project-"));
  writeFileSync(join(project, "package.json"), '{ "private": true }');
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--silent", ...specifications], { cwd: project });
  const { packages } = JSON.parse(execFileSync("cat", [join(project, "package-lock.json")], { encoding: "utf8" })) as {
    packages: object;
  };
  const megabytes = bytesIn(join(project, "node_modules")) / 1e6;
  console.log(
    `  ${name.padEnd(44)} ${megabytes.toFixed(1).padStart(6)} MB   ${String(Object.keys(packages).length - 1).padStart(4)} packages`,
  );
}

console.log("\n(g) installed size and packages");
const [core, langchain] = [pack("core"), pack("langchain")];
measure("undici and zod", ["undici@7", "zod@4"]);
measure("@rankwire/core", [core]);
measure("cohere-ai", ["cohere-ai"]);
measure("@langchain/core", ["@langchain/core"]);
measure("@rankwire/langchain with @langchain/core", [core, langchain, "@langchain/core"]);
measure("@langchain/cohere with @langchain/core", ["@langchain/cohere", "@langchain/core"]);
rmSync(work, { recursive: true });
