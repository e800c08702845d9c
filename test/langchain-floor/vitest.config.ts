import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vitest/config";
import base from "../../vitest.config.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const here = fileURLToPath(new URL("run.mjs", import.meta.url));

/** Takes LangChain from this folder, whoever imports it: the package's sources or the tests. */
const langchainFromHere: Plugin = {
  name: "langchain-from-here",
  enforce: "pre",
  resolveId(source) {
    if (!/^@langchain\/(?:core|classic)(?:\/|$)/u.test(source)) return null;
    return this.resolve(source, here, { skipSelf: true });
  },
};

// Node loads the framework itself, so it is resolved as Node does: builds for bundlers ("module") do not run there.
const conditions = ["@rankwire/source", "node", "import", "default"];

export default defineConfig({
  root,
  plugins: [langchainFromHere],
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    ...base.test,
    include: [
      "test/langchain-floor/*.test.ts",
      "packages/langchain/src/**/*.test.ts",
      "test/langchain-{classic,conformance,langsmith,lcel}.test.ts",
    ],
  },
});
