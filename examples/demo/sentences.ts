const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/**
 * The sentences of a piece of Markdown as plain text, without code blocks, labels such as "Arguments:" and markup; a
 * row of a table is a sentence.
 */
export function sentencesOf(markdown: string): readonly string[] {
  return blocksOf(markdown)
    .flatMap(splitBlock)
    .filter((text) => text.length >= 25 && text.includes(" ") && !text.endsWith(":"));
}

function splitBlock(block: string): readonly string[] {
  const sentences: string[] = [];
  for (const { segment } of segmenter.segment(block)) {
    const last = sentences.at(-1);
    // The segmenter sees an end in "(i.e. `!done`)" and in "/path?key=value": none is inside a bracket or a word.
    const goesOn = last !== undefined && (last.split("(").length > last.split(")").length || !/\s$/u.test(last));
    if (goesOn) sentences.push(`${sentences.pop() ?? ""}${segment}`);
    else sentences.push(segment);
  }
  return sentences.map((sentence) => sentence.trim());
}

/** Paragraphs, list items and table rows, each on one line. */
function blocksOf(markdown: string): readonly string[] {
  const blocks: string[] = [];
  let isOpen = false;
  for (const line of proseLines(markdown)) {
    const row = /^\s*\|(.*)\|\s*$/u.exec(line)?.[1];
    const item = /^\s*(?:[*+>-]|\d+\.)\s+(.*)$/u.exec(line)?.[1];
    const text = plain(row === undefined ? (item ?? line) : row.split("|").map(plain).join(" – "));
    const isText = /[\p{L}\p{N}]/u.test(text);
    if (isText && isOpen && row === undefined && item === undefined) blocks.push(`${blocks.pop() ?? ""} ${text}`);
    else if (isText) blocks.push(text);
    isOpen = isText && row === undefined;
  }
  return blocks;
}

function proseLines(markdown: string): readonly string[] {
  const lines = markdown.split("\n");
  const fences = lines.filter(isFence);
  // A long section may be cut inside a code block: then the first fence of the second part closes one, and is bare.
  let isCode = fences.length % 2 === 1 && /^\s*[`~]+\s*$/u.test(fences[0] ?? "");
  return lines.map((line) => {
    if (!isFence(line)) return isCode ? "" : line;
    isCode = !isCode;
    return "";
  });
}

function isFence(line: string): boolean {
  return /^\s*(?:`{3}|~{3})/u.test(line);
}

/** A line without links, emphasis and code marks. */
function plain(line: string): string {
  return line
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/gu, "$1")
    .replaceAll(/\*\*|`|(?<![\w*])\*(?=\w)|(?<=\w)\*(?![\w*])/gu, "")
    .replaceAll(/\s+/gu, " ")
    .trim();
}
