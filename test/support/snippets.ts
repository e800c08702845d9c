import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A fenced block of TypeScript in a document. */
export interface Snippet {
  /** The document, from the repository's root. */
  readonly document: string;
  /** The line that the block begins at. */
  readonly line: number;
  /**
   * What stands behind `ts` on the fence: `redis` for a snippet that needs a Redis server, `node-22` for one that needs
   * the frameworks in test/node-22.
   */
  readonly needs: string;
  readonly code: string;
}

/** The repository's root. */
export const root: string = fileURLToPath(new URL("../..", import.meta.url));

/** Every block fenced as `ts` in the documents that users read. */
export function readSnippets(): Snippet[] {
  const packages = readdirSync(join(root, "packages")).map((name) => `packages/${name}/README.md`);
  const documents = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "examples/README.md", ...packages];
  return documents.flatMap((document) => snippetsIn(document));
}

/** Every block fenced as `ts` in one document. */
export function snippetsIn(document: string): Snippet[] {
  const text = readFileSync(join(root, document), "utf8");
  return [...text.matchAll(/^```ts ?(.*)\n([\s\S]*?)^```$/gmu)].map(({ index, 1: needs = "", 2: code = "" }) => ({
    document,
    line: text.slice(0, index).split("\n").length + 1,
    needs,
    code,
  }));
}

/** A file name that tells where a snippet stands. */
export function fileNameOf({ document, line }: Snippet): string {
  const folder = basename(dirname(document)).replace(".", "root");
  return `${folder}-${basename(document, ".md").toLowerCase()}-line-${line}.ts`;
}
