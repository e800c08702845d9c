import { suiteConfig } from "../support/suite-config.ts";

export default suiteConfig(new URL("run.mjs", import.meta.url), /^@huggingface\/transformers$/u, [
  "test/cross-encoder/*.test.ts",
]);
