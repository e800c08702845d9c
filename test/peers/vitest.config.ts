import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vitest/config";
import base from "../../vitest.config.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const here = fileURLToPath(new URL("run.mjs", import.meta.url));

/** Takes LangChain from this folder for the adapter's sources as well, so that all contestants have the same one. */
const langchainFromHere: Plugin = {
  name: "langchain-from-here",
  enforce: "pre",
  resolveId(source) {
    if (!/^@langchain\/core(?:\/|$)/u.test(source)) return null;
    return this.resolve(source, here, { skipSelf: true });
  },
};

// Node loads the frameworks itself, so they are resolved as Node does: builds for bundlers ("module") do not run there.
const conditions = ["@rankwire/source", "node", "import", "default"];

export default defineConfig({
  root,
  plugins: [langchainFromHere],
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: { ...base.test, include: ["test/peers/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 },
});
