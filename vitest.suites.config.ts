import { defineConfig, mergeConfig } from "vitest/config";
import base from "./vitest.config.ts";

// The suites that have a folder of their own under test/, and what they need installed there. Each has a run.mjs that
// installs it and starts them; the plain test command leaves them out.
const config = mergeConfig(base, defineConfig({ test: { testTimeout: 60_000, hookTimeout: 60_000 } }));
if (config.test) config.test.include = ["test/*/**/*.test.ts"];

export default config;
