import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";
import base from "../../vitest.config.ts";

// Node loads frameworks itself, so they are resolved as Node does: builds for bundlers ("module") do not run there.
const conditions = ["@rankwire/source", "node", "import", "default"];

/**
 * The configuration of a suite that installs frameworks in its own folder.
 *
 * @param run - The URL of the folder's run.mjs.
 * @param frameworks - The imports that are taken from that folder, whoever makes them: packages, examples or tests.
 * @param include - The tests, as seen from the repository's root.
 */
export function suiteConfig(run: URL, frameworks: RegExp, include: string[]): ViteUserConfig {
  return defineConfig({
    root: fileURLToPath(new URL("../..", import.meta.url)),
    plugins: [
      {
        name: "frameworks-from-the-suite",
        enforce: "pre",
        resolveId(source) {
          return frameworks.test(source) ? this.resolve(source, fileURLToPath(run), { skipSelf: true }) : null;
        },
      },
    ],
    resolve: { conditions },
    ssr: { resolve: { conditions, externalConditions: conditions } },
    test: { ...base.test, include, testTimeout: 60_000, hookTimeout: 60_000 },
  });
}
