import { defineConfig } from "vitest/config";

// Tests read the packages' sources through the "@rankwire/source" export condition: no build comes first.
const conditions = ["@rankwire/source", "node", "import", "module", "default"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "test/*.test.ts", "examples/**/*.test.ts"],
    // A machine that is busy with other things makes no test fail.
    testTimeout: 20_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
