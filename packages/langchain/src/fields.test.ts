import { ConfigurationError } from "@rankwire/core";
import { Document } from "@langchain/core/documents";
import { describe, expect, test } from "vitest";
import { fields } from "./fields.ts";

const note = new Document({
  pageContent: "Line one\nline two",
  metadata: { title: "Frogs: an overview", year: 2024, secret: "token", loc: { page: 3 } },
});

describe("fields", () => {
  test("writes the chosen fields as YAML lines in the order given", () => {
    expect(fields(["title", "year", "pageContent"])(note)).toBe(
      'title: "Frogs: an overview"\nyear: 2024\npageContent: |-\n  Line one\n  line two',
    );
  });

  test.each([undefined, null, "title", [5], []])("refuses %o, which is no list of names", (names) => {
    expect(() => fields(names as never)).toThrow(ConfigurationError);
    expect(() => fields(names as never)).toThrow(/^fields takes the names as a list/u);
  });

  test("writes no other metadata", () => {
    expect(fields(["pageContent"])(note)).not.toContain("token");
  });

  test("writes nested fields", () => {
    expect(fields(["loc"])(note)).toBe("loc:\n  page: 3");
  });

  test("leaves out what is absent or blank, so that a document without text stays without", () => {
    const empty = new Document({ pageContent: " ", metadata: { title: "" } });
    expect(fields(["title", "author", "pageContent"])(empty)).toBe("");
  });

  test("finds the fields of a record without metadata in itself", () => {
    const record = { title: "Frogs", author: "Basho", pageContent: "plop" } as unknown as Document;
    expect(fields(["title", "pageContent"])(record)).toBe("title: Frogs\npageContent: plop");
  });

  test("takes the document's own text where metadata has a field of that name", () => {
    const document = new Document({ pageContent: "own", metadata: { pageContent: "other" } });
    expect(fields(["pageContent"])(document)).toBe("pageContent: own");
  });

  test("reads getters and what is inherited, but nothing that every object has", () => {
    class Base {
      readonly #title = "Frogs";
      get title(): string {
        return this.#title;
      }
    }
    const metadata = Object.assign(new Base(), { year: 2024 }) as unknown as Record<string, unknown>;
    const document = new Document({ pageContent: "text", metadata });
    expect(fields(["title", "year", "constructor", "__proto__"])(document)).toBe("title: Frogs\nyear: 2024");
  });

  test("finds a record's own fields where its metadata is no object", () => {
    const record = { title: "frogs", metadata: "k" } as unknown as Document;
    expect(fields(["title", "metadata"])(record)).toBe("title: frogs\nmetadata: k");
  });

  test("takes a document without metadata", () => {
    expect(fields(["title", "pageContent"])({ pageContent: "text" } as Document)).toBe("pageContent: text");
  });
});
