// For the run.mjs of a suite that installs what it needs by itself.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

/** Whether this Node is 22.13 or newer, which some frameworks need. */
export const isNode22 = major > 22 || (major === 22 && minor >= 13);

/** The command for such a Node: this one, or one from npm. */
export const node22 = isNode22 ? [process.execPath] : ["npx", "-y", "-p", "node@22", "node"];

/** Runs a command, in the repository's root unless told otherwise; ends this process when it fails, and says at what. */
export function run(what, [command, ...args], { cwd = root, env = process.env } = {}) {
  console.log(`\n--- ${what}`);
  const { status, error } = spawnSync(command, args, { cwd, env, stdio: "inherit" });
  if (status === 0) return;
  console.error(`FAILED to ${what}${error === undefined ? "" : `: ${error.message}`}`);
  process.exit(1);
}

/** Installs what the package.json of a suite's folder names. */
export function install(folder, env = process.env) {
  run("install what the suite needs", ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"], {
    cwd: fileURLToPath(new URL(folder)),
    env,
  });
}

/** Installs packages of Debian's. */
export function installFromDebian(...packages) {
  const sudo = process.getuid?.() === 0 ? [] : ["sudo"];
  run("ask Debian for its packages", [...sudo, "apt-get", "-q", "update"]);
  run(`install ${packages.join(", ")}`, [
    ...sudo,
    "apt-get",
    "-q",
    "install",
    "-y",
    "--no-install-recommends",
    ...packages,
  ]);
}

/** Runs Vitest with the configuration of a suite. */
export function vitest(args, { node = [process.execPath], env = process.env } = {}) {
  run("run the tests", [...node, "node_modules/vitest/vitest.mjs", "run", ...args], { env });
}

/** Type-checks a folder with the compiler of the repository. */
export function typeCheck(folder) {
  run("check the types", [process.execPath, "node_modules/typescript/bin/tsc", "-p", folder]);
}
