import { InvalidRequestError } from "@rankwire/core";
import { describe, expect, test } from "vitest";
import type { QueryLike } from "./framework-types.ts";
import { checkQueryText, queryText } from "./query-text.ts";

const image = { type: "image_url", image_url: { url: "https://frogs.test/frog.png" } };

describe("queryText", () => {
  test.each<[string, QueryLike | undefined, string]>([
    ["a string as it is", " frogs ", " frogs "],
    [
      "the text parts alone, a blank line between them",
      [part("frogs"), image, part("and toads")],
      "frogs\n\nand toads",
    ],
    ["the text of a query bundle", { query: "frogs" }, "frogs"],
    ["the text parts of a query bundle", { query: [part("frogs"), image] }, "frogs"],
    ["nothing of images", [image], ""],
    ["nothing of no parts", [], ""],
    ["nothing of a missing query", undefined, ""],
    ["nothing of null", null as unknown as undefined, ""],
    ["nothing of a text part without text", [{ type: "text" }], ""],
  ])("takes %s", (_, query, text) => {
    expect(queryText(query)).toBe(text);
  });

  test.each([7, true, {}])("refuses %j with what it takes", (query) => {
    expect(() => queryText(query as unknown as string)).toThrow(/a string, the parts of a message, or a query bundle/u);
  });
});

describe("checkQueryText", () => {
  test.each<[string, string, QueryLike | undefined, RegExp]>([
    ["a missing query", "", undefined, /^the query is missing: call engine\.query\(\{ query: "…" \}\)/u],
    ["a blank query", " \n", " \n", /^the query is blank: call engine\.query\(\{ query: "…" \}\)/u],
    ["a query of images alone", "", [image], /images and files are not sent to a reranker/u],
    [
      "the word that engine.query makes of a string",
      "undefined",
      "undefined",
      /engine\.query\("…"\), which takes an obj/u,
    ],
  ])("refuses %s and says how to call", (_, text, query, message) => {
    expect(() => checkQueryText(text, query)).toThrow(InvalidRequestError);
    expect(() => checkQueryText(text, query)).toThrow(message);
  });

  test("lets a question with the word undefined pass", () => {
    expect(() => checkQueryText("what is undefined", "what is undefined")).not.toThrow();
  });
});

function part(text: string): { type: "text"; text: string } {
  return { type: "text", text };
}
