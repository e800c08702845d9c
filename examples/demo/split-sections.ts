/** A part of a Markdown file under one heading. */
export interface Section {
  /** The headings above and of the section, outermost first, without their Markdown marks. */
  readonly headings: readonly string[];
  /** What stands under the heading, up to the next heading of any level; never empty. */
  readonly text: string;
}

const headingLine = /^(#{1,6})\s+(.+?)\s*#*$/u;
const fenceLine = /^\s*(`{3,}|~{3,})/u;

/**
 * Splits Markdown at its headings. A `#` inside a code block is no heading, and a heading with nothing under it makes
 * no section of its own but stays in the heading path of those below it.
 */
export function splitSections(markdown: string): readonly Section[] {
  const sections: Section[] = [];
  const path: { level: number; title: string }[] = [];
  let lines: string[] = [];
  let fence: string | undefined;

  const finish = (): void => {
    const text = lines.join("\n").trim();
    if (text !== "") sections.push({ headings: path.map(({ title }) => title), text });
    lines = [];
  };

  for (const line of markdown.split(/\r?\n/u)) {
    const mark = fenceLine.exec(line)?.[1];
    if (mark !== undefined) fence = nextFence(fence, mark);
    const [, marks, title] = (fence === undefined && headingLine.exec(line)) || [];
    if (marks === undefined || title === undefined) {
      lines.push(line);
      continue;
    }
    finish();
    while ((path.at(-1)?.level ?? 0) >= marks.length) path.pop();
    path.push({ level: marks.length, title: plainTitle(title) });
  }
  finish();
  return sections;
}

/** The fence that is open after a fence line: a block ends with the same character, at least as often. */
function nextFence(open: string | undefined, mark: string): string | undefined {
  if (open === undefined) return mark;
  return mark.startsWith(open) ? undefined : open;
}

/** A heading as a reader sees it: no code marks, and the text of a link in place of the link. */
function plainTitle(title: string): string {
  return title
    .replaceAll(/\[([^\]]+)\]\([^)]+\)/gu, "$1")
    .replaceAll(/[`*]/gu, "")
    .trim();
}
