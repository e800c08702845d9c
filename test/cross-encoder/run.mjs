// The cross-encoder with the real @huggingface/transformers and ONNX Runtime, on a tiny model that the tests write. The
// two weigh too much for the default install, so they are installed here.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

function run(command, args, cwd) {
  // The package brings its runtime for the processor along; this keeps its install script from fetching one for GPUs.
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: "skip" };
  const { status } = spawnSync(command, args, { cwd, env, stdio: "inherit" });
  if (status !== 0) throw new Error(`${command} ${args[0]} failed`);
}

run("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock"], folder);
run("npx", ["tsc", "-p", "test/cross-encoder"], root);
run("npx", ["vitest", "run", "--config", "test/cross-encoder/vitest.config.ts"], root);
