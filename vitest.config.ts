import { defineConfig } from "vitest/config";

// Tests read the packages' sources through the "@rankwire/source" export condition: no build comes first.
const conditions = ["@rankwire/source", "node", "import", "module", "default"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "test/*.test.ts", "examples/**/*.test.ts"],
    restoreMocks: true,
    unstubEnvs: true,
  },
});
