import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { RerankCompressor } from "@rankwire/langchain";
import { expect, test } from "vitest";

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));

test("the suite runs on the oldest @langchain/core that the package allows", async () => {
  const { version } = read("node_modules/@langchain/core/package.json") as { version: string };
  const { peerDependencies } = read("../../packages/langchain/package.json") as { peerDependencies: object };
  expect(peerDependencies).toMatchObject({ "@langchain/core": `^${version}` });

  const base = new URL("node_modules/@langchain/core/dist/retrievers/document_compressors/base.js", import.meta.url);
  const oldest = (await import(fileURLToPath(base))) as { BaseDocumentCompressor: unknown };
  expect(Object.getPrototypeOf(RerankCompressor)).toBe(oldest.BaseDocumentCompressor);
});
