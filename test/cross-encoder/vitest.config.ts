import { fileURLToPath } from "node:url";
import { defineConfig, mergeConfig, type Plugin } from "vitest/config";
import base from "../../vitest.suites.config.ts";

/** Takes Transformers.js from this folder for the package's sources, which stand outside of it. */
const transformersFromHere: Plugin = {
  name: "transformers-from-here",
  enforce: "pre",
  resolveId(source) {
    if (source !== "@huggingface/transformers") return null;
    return this.resolve(source, fileURLToPath(new URL("run.mjs", import.meta.url)), { skipSelf: true });
  },
};

const config = mergeConfig(base, defineConfig({ plugins: [transformersFromHere] }));
config.root = fileURLToPath(new URL("../..", import.meta.url));
if (config.test) config.test.include = ["test/cross-encoder/*.test.ts"];

export default config;
