// The web example in a real browser: installs Chromium from Debian's packages where it is missing.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

function run(command, args, cwd = root) {
  const { status } = spawnSync(command, args, { cwd, stdio: "inherit" });
  if (status !== 0) throw new Error(`${command} ${args[0]} failed`);
}

if (!existsSync("/usr/bin/chromium")) {
  const sudo = process.getuid?.() === 0 ? [] : ["sudo"];
  for (const args of [
    ["apt-get", "-q", "update"],
    ["apt-get", "-q", "install", "-y", "--no-install-recommends", "chromium"],
  ]) {
    const [command, ...rest] = [...sudo, ...args];
    run(command, rest);
  }
}
run("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock"], folder);
run("npx", ["vitest", "run", "--config", "vitest.suites.config.ts", "test/web"]);
