import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Document } from "@langchain/core/documents";
import { RecursiveCharacterTextSplitter } from "@langchain/textsplitters";
import { splitSections } from "./split-sections.ts";

/** Where a passage comes from. */
export interface PassageSource {
  /** The manual, relative to undici's `docs` folder, with forward slashes: `api/Client.md`. */
  readonly file: string;
  /** The headings above the passage, outermost first. */
  readonly headings: readonly string[];
  /** What tells a section from every other one; the parts of a long section share it. */
  readonly section: string;
}

/** A piece of a manual, ready to be embedded: its heading path, a blank line, its text. */
export type Passage = Document<PassageSource>;

/** The manuals of the installed undici, in passages. */
export interface Manuals {
  /** The version of undici, such as `7.30.2`. */
  readonly version: string;
  readonly files: number;
  readonly passages: readonly Passage[];
}

/** Characters in a passage: about 300 tokens, so that five of them make a small prompt. */
const passageSize = 1200;

/** Reads the Markdown manuals that come with undici, wherever the package manager has put them. */
export async function loadManuals(): Promise<Manuals> {
  const manifest = createRequire(import.meta.url).resolve("undici/package.json");
  const { version } = JSON.parse(await readFile(manifest, "utf8")) as { version: string };
  const folder = join(dirname(manifest), "docs", "docs");
  const names = await readdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new Error(`undici ${version} has no manuals at ${folder}: is it installed in full?`, { cause });
  });
  const files = names.filter((name) => name.endsWith(".md")).toSorted();
  const passages = await Promise.all(
    files.map(async (name) => toPassages(await readFile(join(folder, name), "utf8"), name.replaceAll("\\", "/"))),
  );
  return { version, files: files.length, passages: passages.flat() };
}

/** The passages of one manual. A section that is longer than a passage is split at paragraphs, lines, then words. */
export async function toPassages(markdown: string, file: string): Promise<readonly Passage[]> {
  const splitter = RecursiveCharacterTextSplitter.fromLanguage("markdown", {
    chunkSize: passageSize,
    chunkOverlap: 100,
  });
  const passages = splitSections(markdown).map(async ({ headings, text }) => {
    const parts = text.length <= passageSize ? [text] : await splitter.splitText(text);
    const path = headings.join(" › ");
    const metadata = { file, headings, section: sectionId(file, headings) };
    return parts.map((part) => new Document({ pageContent: `${path}\n\n${part}`, metadata }));
  });
  return (await Promise.all(passages)).flat();
}

/** The id of the section at a heading path of a manual. */
function sectionId(file: string, headings: readonly string[]): string {
  return [file, ...headings].join(" › ");
}

/** What stands under the heading path of a passage. */
export function textOf(pageContent: string): string {
  return pageContent.slice(pageContent.indexOf("\n\n") + 2);
}
