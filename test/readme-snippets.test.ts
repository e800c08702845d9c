import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type HostedApi, startHostedApi } from "../examples/demo/testing/hosted-api.ts";
import { fileNameOf, readSnippets, root } from "./support/snippets.ts";

const folder = join(root, "test/.snippets");
const snippets = readSnippets();
const runnable = snippets.filter(({ needs }) => needs === "");

let api: HostedApi;

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // test/node-22 checks and runs the snippets that need the frameworks installed there.
  const checked = snippets.filter(({ needs }) => needs !== "node-22");
  for (const snippet of checked) writeFileSync(join(folder, fileNameOf(snippet)), `${snippet.code}\nexport {};\n`);
  const compilerOptions = { noEmit: true, skipLibCheck: true };
  const config = { extends: "../../tsconfig.base.json", compilerOptions, include: ["*.ts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  api = await startHostedApi("sk-test");
});

// Before each, since the stubs are taken back before every test.
beforeEach(() => {
  vi.stubEnv("QHAIGC_API_KEY", "sk-test");
  vi.stubEnv("QHAIGC_BASE_URL", api.baseURL);
});

afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("the documents' snippets", () => {
  test("there are some", () => {
    expect(runnable.length).toBeGreaterThan(10);
  });

  test("type-check", { timeout: 60_000 }, async () => {
    const tsc = join(root, "node_modules/.bin/tsc");
    const { stdout } = await promisify(execFile)(tsc, ["-p", folder]).catch((error: { stdout: string }) => error);
    expect(stdout).toBe("");
  });

  test.each(runnable.map((snippet) => [`${snippet.document}:${snippet.line}`, snippet] as const))(
    "%s runs",
    { timeout: 30_000 },
    async (_, snippet) => {
      vi.spyOn(console, "log").mockImplementation(() => {});
      await expect(import(join(folder, fileNameOf(snippet)))).resolves.toBeDefined();
    },
  );
});
