import { expect, test } from "vitest";
import { resolveGold } from "./gold-sections.ts";
import { loadManuals, toPassages } from "./load-manuals.ts";
import { questions, sampleQuestions } from "./questions.ts";

test("the gold sections of every question are in the installed manuals", async () => {
  const { version, passages } = await loadManuals();
  const { judged, missing } = resolveGold(questions, passages);
  const complaints = missing.map((name) => `undici ${version} has no section ${name}: mend the gold in questions.ts`);
  expect(complaints).toEqual([]);
  expect(judged).toHaveLength(questions.length);
});

test("there are at least 40 questions, and none twice", () => {
  const texts = questions.map(({ question }) => question);
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts.length).toBeGreaterThanOrEqual(40);
  expect(sampleQuestions).toHaveLength(3);
});

test("a question with no gold left is left out, and what is missing is named", async () => {
  const passages = await toPassages("# A\ntext\n## B\ntext", "a.md");
  const { judged, missing } = resolveGold(
    [
      { question: "both?", gold: ["a.md#A", "a.md#Gone"] },
      { question: "none?", gold: ["b.md#A"] },
    ],
    passages,
  );
  expect(judged).toEqual([{ question: "both?", relevant: new Set(["a.md › A"]) }]);
  expect(missing).toEqual(["a.md#Gone", "b.md#A"]);
});
