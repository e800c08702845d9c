import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vitest/config";
import base from "../../vitest.config.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Takes the frameworks from this folder, whoever imports them: the packages' sources, the examples, the other tests. */
const frameworksFromHere: Plugin = {
  name: "frameworks-from-here",
  enforce: "pre",
  resolveId(source) {
    if (!/^(?:ai|genkit|@mastra\/\w+)(?:\/|$)/u.test(source)) return null;
    return this.resolve(source, `${root}test/node-22/run.mjs`, { skipSelf: true });
  },
};

// Node loads the frameworks itself, so they are resolved as Node does: builds for bundlers ("module") do not run there.
const conditions = ["@rankwire/source", "node", "import", "default"];

export default defineConfig({
  root,
  plugins: [frameworksFromHere],
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    ...base.test,
    include: ["test/node-22/*.test.ts", "test/ai-sdk-*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
