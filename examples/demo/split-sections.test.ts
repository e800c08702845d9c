import { expect, test } from "vitest";
import { splitSections } from "./split-sections.ts";

test("a section has the headings above it and the text up to the next heading", () => {
  const markdown = "# Client\n\nBasics.\n\n## Options\n\nFirst.\n\n### Timeout\n\nIn ms.\n\n## Methods\n\nLast.";
  expect(splitSections(markdown)).toEqual([
    { headings: ["Client"], text: "Basics." },
    { headings: ["Client", "Options"], text: "First." },
    { headings: ["Client", "Options", "Timeout"], text: "In ms." },
    { headings: ["Client", "Methods"], text: "Last." },
  ]);
});

test("a hash inside a code block is no heading", () => {
  const markdown = "# Setup\n\n````sh\n# not a heading\n```\n# nor this\n````\n\nAfter.";
  expect(splitSections(markdown)).toEqual([
    { headings: ["Setup"], text: "````sh\n# not a heading\n```\n# nor this\n````\n\nAfter." },
  ]);
});

test("a heading with nothing under it stays in the path of those below", () => {
  expect(splitSections("# A\n## B\n### C\ntext")).toEqual([{ headings: ["A", "B", "C"], text: "text" }]);
});

test("text before the first heading is a section without headings", () => {
  expect(splitSections("intro\n# A\ntext")[0]).toEqual({ headings: [], text: "intro" });
});

test("code marks, emphasis and links are taken out of headings", () => {
  const [section] = splitSections("## `Client.close([callback])` and **[Pool](/docs/Pool.md)** ##\ntext");
  expect(section?.headings).toEqual(["Client.close([callback]) and Pool"]);
});

test("Windows line ends make no difference", () => {
  expect(splitSections("# A\r\n\r\ntext\r\n")).toEqual(splitSections("# A\n\ntext\n"));
});
