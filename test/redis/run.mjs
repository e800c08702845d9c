// The cache on a real Redis: starts one of its own on a free port, and installs it from Debian's packages where it is
// missing.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

function run(command, args, cwd = root, env = process.env) {
  const { status } = spawnSync(command, args, { cwd, env, stdio: "inherit" });
  if (status !== 0) throw new Error(`${command} ${args[0]} failed`);
}

if (spawnSync("redis-server", ["--version"]).status !== 0) {
  const sudo = process.getuid?.() === 0 ? [] : ["sudo"];
  for (const args of [
    ["apt-get", "-q", "update"],
    ["apt-get", "-q", "install", "-y", "redis-server"],
  ]) {
    const [command, ...rest] = [...sudo, ...args];
    run(command, rest);
  }
}
run("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock"], folder);

const probe = createServer().listen(0, "127.0.0.1");
await once(probe, "listening");
const { port } = probe.address();
probe.close();

const data = mkdtempSync(join(tmpdir(), "redis-"));
const redis = spawn("redis-server", ["--port", String(port), "--save", "", "--dir", data], { stdio: "ignore" });
try {
  const env = { ...process.env, REDIS_URL: `redis://127.0.0.1:${port}` };
  run("npx", ["vitest", "run", "--config", "vitest.suites.config.ts", "test/redis"], root, env);
} finally {
  redis.kill();
  rmSync(data, { recursive: true, force: true });
}
