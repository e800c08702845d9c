import { expect, test } from "vitest";
import { loadManuals, textOf, toPassages } from "./load-manuals.ts";

test("the manuals of the installed undici are found and split", async () => {
  const { version, files, passages } = await loadManuals();
  expect(version).toMatch(/^7\.\d+\.\d+$/u);
  expect(files).toBeGreaterThan(30);
  expect(passages.length).toBeGreaterThan(400);
  expect(passages.map(({ metadata }) => metadata.file)).toContain("api/Client.md");
});

test("a passage carries its heading path in front of its text", async () => {
  const [passage] = await toPassages("# Client\n## Options\nA timeout.", "api/Client.md");
  expect(passage?.pageContent).toBe("Client › Options\n\nA timeout.");
  expect(textOf(passage?.pageContent ?? "")).toBe("A timeout.");
  expect(passage?.metadata).toEqual({
    file: "api/Client.md",
    headings: ["Client", "Options"],
    section: "api/Client.md › Client › Options",
  });
});

test("a long section becomes several passages of one section, and no word is lost", async () => {
  const words = Array.from({ length: 600 }, (_, index) => `word${index}`);
  const passages = await toPassages(`# Long\n${words.join(" ")}`, "long.md");
  expect(passages.length).toBeGreaterThan(2);
  expect(new Set(passages.map(({ metadata }) => metadata.section))).toEqual(new Set(["long.md › Long"]));
  expect(Math.max(...passages.map(({ pageContent }) => pageContent.length))).toBeLessThan(1300);
  const found = new Set(passages.flatMap(({ pageContent }) => textOf(pageContent).split(" ")));
  expect(words.filter((word) => !found.has(word))).toEqual([]);
});
