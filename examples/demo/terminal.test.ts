import { expect, test } from "vitest";
import { openTerminal, showProgress } from "./terminal.ts";

function stream(options: { isTTY?: boolean; columns?: number; colours?: boolean } = {}) {
  const written: string[] = [];
  const { isTTY, columns, colours = true } = options;
  return { isTTY, columns, hasColors: () => colours, write: (text: string) => written.push(text), written };
}

const red = "\u001B[31mx\u001B[39m";

test("there is colour on a terminal that has it, and none in a pipe", () => {
  expect(openTerminal(stream({ isTTY: true }), {}).paint("red", "x")).toBe(red);
  expect(openTerminal(stream({ isTTY: true, colours: false }), {}).paint("red", "x")).toBe("x");
  expect(openTerminal(stream(), {}).paint("red", "x")).toBe("x");
});

test("NO_COLOR takes colour away and FORCE_COLOR brings it", () => {
  expect(openTerminal(stream({ isTTY: true }), { NO_COLOR: "1" }).paint("red", "x")).toBe("x");
  expect(openTerminal(stream(), { FORCE_COLOR: "1" }).paint("red", "x")).toBe(red);
  expect(openTerminal(stream({ isTTY: true }), { FORCE_COLOR: "0" }).paint("red", "x")).toBe("x");
});

test("the width is that of the terminal within 80 and 100 columns", () => {
  expect(openTerminal(stream({ columns: 200 }), {}).width).toBe(100);
  expect(openTerminal(stream({ columns: 90 }), {}).width).toBe(90);
  expect(openTerminal(stream({ columns: 40 }), {}).width).toBe(80);
});

test("progress is written over on a terminal, and nothing is left of it", () => {
  const output = stream({ isTTY: true });
  const progress = showProgress(openTerminal(output, {}), "Indexing", 10);
  progress.update(5);
  progress.end();
  expect(output.written).toEqual(["Indexing 0/10", "\rIndexing 5/10", "\r              \r"]);
});

test("progress is not written to a pipe", () => {
  const output = stream();
  const progress = showProgress(openTerminal(output, {}), "Indexing", 10);
  progress.update(5);
  progress.end();
  expect(output.written).toEqual([]);
});
