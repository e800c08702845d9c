import { suiteConfig } from "../support/suite-config.ts";

export default suiteConfig(new URL("run.mjs", import.meta.url), /^@langchain\/(?:core|classic)(?:\/|$)/u, [
  "test/langchain-floor/*.test.ts",
  "packages/langchain/src/**/*.test.ts",
  "test/langchain-{classic,conformance,langsmith,lcel}.test.ts",
]);
