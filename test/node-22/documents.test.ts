import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { logger } from "genkit/logging";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type RerankEndpoint, startRerankEndpoint } from "../support/rerank-endpoint.ts";
import { fileNameOf, root, snippetsIn } from "../support/snippets.ts";

const here = join(root, "test/node-22");
const folder = join(here, ".snippets");
const documents = ["packages/genkit/README.md", "packages/mastra/README.md"];
const snippets = documents.flatMap((document) => snippetsIn(document));

let endpoint: RerankEndpoint;

beforeAll(async () => {
  logger.setLogLevel("error");
  mkdirSync(folder, { recursive: true });
  for (const snippet of snippets) writeFileSync(join(folder, fileNameOf(snippet)), `${snippet.code}\nexport {};\n`);
  endpoint = await startRerankEndpoint((text) => (text.includes("wet rock") ? 0.75 : 0.25));
});

afterAll(async () => {
  await endpoint.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  vi.stubEnv("QHAIGC_API_KEY", "sk-test");
  vi.stubEnv("QHAIGC_BASE_URL", endpoint.baseURL);
});

describe("the snippets that need these frameworks", () => {
  test.each(documents)("stand in %s, each marked with what it needs", (document) => {
    const needs = snippets.filter((snippet) => snippet.document === document).map((snippet) => snippet.needs);
    expect(needs).toEqual(["node-22", "node-22"]);
  });

  test("type-check, as all that uses the frameworks does", async () => {
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const { stdout } = await promisify(execFile)(process.execPath, [tsc, "-p", here]).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe("");
  });

  test.each(snippets.map((snippet) => [`${snippet.document}:${snippet.line}`, snippet] as const))(
    "%s runs",
    async (_, snippet) => {
      vi.spyOn(console, "log").mockReturnValue();
      await expect(import(join(folder, fileNameOf(snippet)))).resolves.toBeDefined();
    },
  );
});

describe("the examples", () => {
  test("Mastra's prints the two best products", async () => {
    const log = vi.spyOn(console, "log").mockReturnValue();
    await import("../../examples/mastra/main.ts");
    expect(log.mock.calls).toEqual([
      ["0.750", "A1"],
      ["0.250", "B2"],
    ]);
  });

  test("Genkit's prints the two best products", async () => {
    const log = vi.spyOn(console, "log").mockReturnValue();
    await import("../../examples/genkit/main.ts");
    expect(log.mock.calls).toEqual([["0.750 A1\n0.250 B2"]]);
  });
});
