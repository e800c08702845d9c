// The cache on a real Redis: starts one of its own on a free port, and installs it from Debian's packages where it is
// missing.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install, installFromDebian, typeCheck, vitest } from "../support/suite.mjs";

if (spawnSync("redis-server", ["--version"]).status !== 0) installFromDebian("redis-server");
install(new URL(".", import.meta.url));
typeCheck("test/redis");

const probe = createServer().listen(0, "127.0.0.1");
await once(probe, "listening");
const { port } = probe.address();
probe.close();

const data = mkdtempSync(join(tmpdir(), "redis-"));
const redis = spawn("redis-server", ["--port", String(port), "--save", "", "--dir", data], { stdio: "ignore" });
try {
  const env = { ...process.env, REDIS_URL: `redis://127.0.0.1:${port}` };
  vitest(["--config", "vitest.suites.config.ts", "test/redis"], { env });
} finally {
  redis.kill();
  rmSync(data, { recursive: true, force: true });
}
