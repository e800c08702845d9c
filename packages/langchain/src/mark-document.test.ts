import { ConfigurationError } from "@rankwire/core";
import { Document } from "@langchain/core/documents";
import { describe, expect, test } from "vitest";
import { checkMarkable, markDocument } from "./mark-document.ts";

const score = { relevanceScore: 0.5 };

describe("markDocument", () => {
  test("returns a copy of the same class with id, extra fields and metadata", () => {
    class Page extends Document {
      source = "wiki";
      heading(): string {
        return `${this.source}: ${this.pageContent}`;
      }
    }
    const page = new Page({ pageContent: "text", metadata: { a: 1 }, id: "7" });
    const marked = markDocument(page, score);
    expect(marked).toBeInstanceOf(Page);
    expect(marked).not.toBe(page);
    expect(marked.heading()).toBe("wiki: text");
    expect(marked.id).toBe("7");
    expect(marked.metadata).toEqual({ a: 1, relevanceScore: 0.5 });
    expect(page.metadata).toEqual({ a: 1 });
  });

  test("keeps plain, frozen and sealed what was so", () => {
    const plain = markDocument({ pageContent: "text", metadata: {} }, score);
    expect(Object.getPrototypeOf(plain)).toBe(Object.prototype);
    expect(Object.isExtensible(plain) && Object.isExtensible(plain.metadata)).toBe(true);

    const frozen = Object.freeze({ pageContent: "text", metadata: Object.freeze({ a: 1 }) });
    const marked = markDocument(frozen as Document, score);
    expect(Object.isFrozen(marked) && Object.isFrozen(marked.metadata)).toBe(true);
    expect(marked.metadata).toEqual({ a: 1, relevanceScore: 0.5 });

    const sealed = markDocument({ pageContent: "text", metadata: Object.seal({ a: 1 }) }, score);
    expect(Object.isSealed(sealed.metadata) && !Object.isFrozen(sealed.metadata)).toBe(true);
  });

  test("writes into a field that the metadata has already, whatever its kind", () => {
    const metadata: Record<string, unknown> = Object.defineProperty({}, "relevanceScore", {
      get: () => 9,
      enumerable: true,
    });
    expect(markDocument({ pageContent: "text", metadata }, score).metadata["relevanceScore"]).toBe(0.5);
  });

  test("takes a mark of an earlier time away", () => {
    const document = new Document({ pageContent: "text", metadata: { relevanceScore: 0.9, a: 1 } });
    expect(markDocument(document, { relevanceScore: undefined }).metadata).toEqual({ a: 1 });
    expect(document.metadata["relevanceScore"]).toBe(0.9);
  });

  test("gives a document without metadata some", () => {
    for (const metadata of [undefined, null]) {
      const document = { pageContent: "text", metadata } as unknown as Document;
      expect(markDocument(document, score).metadata).toEqual({ relevanceScore: 0.5 });
    }
    expect(markDocument({ pageContent: "text" } as Document, score).metadata).toEqual({ relevanceScore: 0.5 });
  });

  test("keeps the class of the metadata", () => {
    class Source {
      url = "https://example.org";
    }
    const document = { pageContent: "text", metadata: new Source() as unknown as Record<string, unknown> };
    expect(markDocument(document, score).metadata).toBeInstanceOf(Source);
  });

  test("writes a field named __proto__ as a field", () => {
    const { metadata } = markDocument({ pageContent: "text", metadata: {} }, { ["__proto__"]: 0.5 });
    expect(Object.getPrototypeOf(metadata)).toBe(Object.prototype);
    expect(Object.getOwnPropertyDescriptor(metadata, "__proto__")?.value).toBe(0.5);
  });

  class Private {
    readonly #text: string;
    metadata: Record<string, unknown> = {};
    constructor(text: string) {
      this.#text = text;
    }
    get pageContent(): string {
      return this.#text;
    }
  }

  test("says what to do about a class that keeps its text in a private field", () => {
    const check = (): void => checkMarkable(new Private("text"), 0, undefined);
    expect(check).toThrow(ConfigurationError);
    expect(check).toThrow(/pass copyDocument/u);
    expect(() => checkMarkable(new Private("text"), 0, ({ pageContent }) => new Private(pageContent))).not.toThrow();
  });

  test("refuses metadata that is no object, with its place", () => {
    for (const metadata of ["text", [], 5]) {
      const document = { pageContent: "text", metadata } as unknown as Document;
      expect(() => checkMarkable(document, 3, undefined)).toThrow("documents[3].metadata is no object");
    }
  });

  test.each([undefined, null, "text", Promise.resolve({ pageContent: "text" })])(
    "refuses a copyDocument that returns no document: %o",
    (returned) => {
      const document = new Document({ pageContent: "text" });
      const mark = (): unknown => markDocument(document, score, () => returned as never);
      expect(mark).toThrow(ConfigurationError);
      expect(mark).toThrow("copyDocument must return a document");
    },
  );

  test("lets no rejection of an async copyDocument end the process", () => {
    const copy = async (): Promise<never> => Promise.reject(new Error("down"));
    const mark = (): unknown => markDocument(new Document({ pageContent: "text" }), score, copy as never);
    expect(mark).toThrow("copyDocument must return a document");
  });

  test("takes the copy that it is given", () => {
    const marked = markDocument(new Private("text"), score, ({ pageContent }, metadata) =>
      Object.assign(new Private(pageContent), { metadata }),
    );
    expect(marked).toBeInstanceOf(Private);
    expect(marked.pageContent).toBe("text");
    expect(marked.metadata).toEqual({ relevanceScore: 0.5 });
  });
});
