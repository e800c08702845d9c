import { readFileSync } from "node:fs";

/** The section of the root README that compares. */
export const section: string =
  /\n## Beside the vendors' rerankers\n(?<text>.*?)\n## /su.exec(
    readFileSync(new URL("../../README.md", import.meta.url), "utf8"),
  )?.groups?.["text"] ?? "";

/** The cells of the section's table: its columns, and for each row its name and its cells. */
export function readTable(): {
  readonly columns: readonly string[];
  readonly rows: ReadonlyMap<string, readonly string[]>;
} {
  const lines = section.split("\n").filter((line) => line.startsWith("|"));
  const [header = [], , ...rows] = lines.map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return { columns: header.slice(1), rows: new Map(rows.map(([name = "", ...cells]) => [name, cells])) };
}

/** A table in Markdown. */
export function markdownTable(columns: readonly string[], rows: readonly (readonly [string, ...string[]])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(["", ...columns]), line(["---", ...columns.map(() => ":-:")]), ...rows.map((row) => line(row))].join(
    "\n",
  );
}
