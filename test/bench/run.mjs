// `pnpm bench`: installs the peers, builds the packages, and runs every benchmark in turn. Give names to run some of them.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));
const all = ["calls", "split", "cache", "memory", "imports", "sizes", "lexical", "serving", "cranfield"];
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !all.includes(name) && name !== "soak");
if (unknown.length > 0) {
  console.error(`No benchmark is called ${unknown.join(" or ")}; there are ${all.join(", ")} and soak.`);
  process.exit(1);
}

function run(command, args, cwd) {
  if (spawnSync(command, args, { cwd, stdio: "inherit" }).status !== 0) process.exit(1);
}

run("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--silent"], folder);
run("npx", ["tsc", "-b", "tsconfig.build.json"], root);
for (const name of chosen.length > 0 ? chosen : all) {
  // The built packages, as users get them: what tsx makes of TypeScript is slower.
  run("npx", ["tsx", `bench/${name}.ts`], fileURLToPath(new URL("..", import.meta.url)));
}
