// The LangChain adapter on the oldest @langchain/core that it allows: installs it here, checks the adapter's types
// against it, and runs the adapter's own tests, the conformance suite and the recipes that this release has.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs a command and ends this process when it fails. */
function run(what, [command, ...args], cwd) {
  console.log(`\n--- ${what}`);
  const { status, error } = spawnSync(command, args, { cwd, stdio: "inherit" });
  if (status === 0) return;
  console.error(`test/langchain-floor: FAILED to ${what}${error === undefined ? "" : `: ${error.message}`}`);
  process.exit(1);
}

run("install the oldest release", ["npm", "install"], here);
run("check the types", [process.execPath, "node_modules/typescript/bin/tsc", "-p", "test/langchain-floor"], root);
run(
  "run the suites",
  [process.execPath, "node_modules/vitest/vitest.mjs", "run", "--config", "test/langchain-floor/vitest.config.ts"],
  root,
);
