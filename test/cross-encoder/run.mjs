// The cross-encoder with the real @huggingface/transformers and ONNX Runtime, on a tiny model that the tests write. The
// two weigh too much for the default install, so they are installed here.
import { install, typeCheck, vitest } from "../support/suite.mjs";

// The package brings its runtime for the processor along; this keeps its install script from fetching one for GPUs.
install(new URL(".", import.meta.url), { ...process.env, ONNXRUNTIME_NODE_INSTALL: "skip" });
typeCheck("test/cross-encoder");
vitest(["--config", "test/cross-encoder/vitest.config.ts"]);
