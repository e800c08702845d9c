import { suiteConfig } from "../support/suite-config.ts";

export default suiteConfig(new URL("run.mjs", import.meta.url), /^(?:ai|genkit|@mastra\/\w+)(?:\/|$)/u, [
  "test/node-22/*.test.ts",
  "test/ai-sdk-*.test.ts",
]);
