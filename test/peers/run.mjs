// The comparison with the vendors' rerankers that the root README shows: installs them here, in the versions that
// package.json names, and tries each property on them and on the adapters. Under Node 22 from npm where this Node is
// older, since the newest AI SDK needs it.
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
  console.error(`test/peers: FAILED to ${what}${error === undefined ? "" : `: ${error.message}`}`);
  process.exit(1);
}

run("install the vendors' rerankers", ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"], here);
run("check the types", [process.execPath, "node_modules/typescript/bin/tsc", "-p", "test/peers"], root);
run("compare", [...node, "node_modules/vitest/vitest.mjs", "run", "--config", "test/peers/vitest.config.ts"], root);
