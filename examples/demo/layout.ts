/** Cuts a text to a number of columns, with an ellipsis at the end. */
export function cut(text: string, columns: number): string {
  if (columns < 1) return "";
  return text.length <= columns ? text : `${text.slice(0, columns - 1).trimEnd()}…`;
}

/** Breaks a text into lines of at most so many columns, at spaces; a longer word is broken where the line ends. */
export function wrap(text: string, columns: number): readonly string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines = [""];
    for (const word of paragraph.split(/\s+/u).flatMap((word) => chunks(word, columns))) {
      const line = lines.at(-1) ?? "";
      if (line === "") lines[lines.length - 1] = word;
      else if (line.length + 1 + word.length <= columns) lines[lines.length - 1] = `${line} ${word}`;
      else lines.push(word);
    }
    return lines;
  });
}

function chunks(word: string, size: number): readonly string[] {
  return word.match(new RegExp(`.{1,${size}}`, "gu")) ?? [];
}

/** A value from 0 to 1 as a bar, to an eighth of a column; values outside are drawn as the nearer end. */
export function bar(value: number, columns: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, value)) * columns * 8);
  const part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8] ?? "";
  return `${"█".repeat(Math.floor(eighths / 8))}${part}`.padEnd(columns);
}
