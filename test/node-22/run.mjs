// The frameworks that need Node 22, or that are too heavy for the default install: installs them here and runs their
// suites, under Node 22 from npm where this Node is older.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const isNewEnough = major > 22 || (major === 22 && minor >= 13);
const node = isNewEnough ? [process.execPath] : ["npx", "-y", "-p", "node@22", "node"];

/** Runs a command and ends this process with its status when it fails. */
function run(what, [command, ...args], cwd) {
  console.log(`\n--- ${what}`);
  const { status, error } = spawnSync(command, args, { cwd, stdio: "inherit" });
  if (status === 0) return;
  console.error(`test/node-22: FAILED to ${what}${error === undefined ? "" : `: ${error.message}`}`);
  process.exit(1);
}

if (!isNewEnough)
  console.log(`This is Node ${process.versions.node}; ai 7 and Mastra need 22.13: running with node@22 from npm.`);
run("install the frameworks", ["npm", "install"], here);
run("name the Node that runs the suites", [...node, "--version"], root);
run(
  "run the suites",
  [...node, "node_modules/vitest/vitest.mjs", "run", "--config", "test/node-22/vitest.config.ts"],
  root,
);
// Genkit runs on the oldest Node of this repository as well.
if (!isNewEnough) {
  run(
    "run the Genkit suite with this Node",
    [
      process.execPath,
      "node_modules/vitest/vitest.mjs",
      "run",
      "--config",
      "test/node-22/vitest.config.ts",
      "test/node-22/genkit",
    ],
    root,
  );
}
