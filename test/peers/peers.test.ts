import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { aiSdk } from "./ai-sdk.ts";
import { callProperties } from "./call-properties.ts";
import { ours } from "./contestant.ts";
import { documentProperties, ranks } from "./document-properties.ts";
import { langchain } from "./langchain.ts";
import { llamaindex } from "./llamaindex.ts";
import { tryProperty } from "./property.ts";
import { markdownTable, readTable, section } from "./readme-table.ts";

const contestants = [...langchain, ...llamaindex, ...aiSdk];
const columns = [...new Set(contestants.map(({ column }) => column))];
const properties = [...documentProperties, ...callProperties];
const { dependencies } = readJson("package.json") as { dependencies: Record<string, string> };
const table = readTable();
/** What was found for each row and column: two marks where the adapters of this repository differ. */
const found = new Map(
  properties.map(({ row }) => [row, new Map(columns.map((column) => [column, new Set<string>()]))]),
);

afterAll(() => {
  const rows = properties.map(
    ({ row }) => [row, ...columns.map((column) => [...(found.get(row)?.get(column) ?? [])].join())] as const,
  );
  console.log(`${markdownTable(columns, rows)}\n\n${versions().join(", ")}`);
});

const named = contestants.map(
  (contestant) =>
    [contestant.column === ours ? `${ours} for ${contestant.framework}` : contestant.column, contestant] as const,
);

// Else a mistake in how one is called would pass for what it lacks.
test.each(named)("%s ranks", async (_, contestant) => {
  expect(await tryProperty(ranks, contestant)).toBe(true);
});

describe.each(properties)("$row", (property) => {
  test.concurrent.each(named)("%s", async (_, contestant) => {
    const { column } = contestant;
    const mark = (await tryProperty(property, contestant)) ? "✓" : "–";
    found.get(property.row)?.get(column)?.add(mark);
    expect(mark).toBe(table.rows.get(property.row)?.[table.columns.indexOf(column)]);
  });
});

describe("the README's table", () => {
  test("has these columns and rows, and no other", () => {
    expect(table.columns).toEqual(columns);
    expect([...table.rows.keys()]).toEqual(properties.map(({ row }) => row));
  });

  test.each(versions())("names %s, which was tried", (version) => {
    expect(section).toContain(version);
  });
});

/** What is installed here of the packages that package.json names. */
function versions(): string[] {
  return Object.keys(dependencies).map((name) => {
    const { version } = readJson(`node_modules/${name}/package.json`) as { version: string };
    return `\`${name}\` ${version}`;
  });
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
}
