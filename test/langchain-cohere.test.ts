import { Document, type DocumentInterface } from "@langchain/core/documents";
import type { BaseDocumentCompressor } from "@langchain/core/retrievers/document_compressors";
import { RerankCompressor } from "@rankwire/langchain";
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import { type RerankEndpoint, startRerankEndpoint } from "./support/rerank-endpoint.ts";

/** What an application can call on a `CohereRerank` of @langchain/cohere 1.0. */
interface CohereRerank extends BaseDocumentCompressor {
  compressDocuments(documents: DocumentInterface[], query: string): Promise<DocumentInterface[]>;
  rerank(
    documents: (DocumentInterface | string | Record<string, string>)[],
    query: string,
    options?: { model?: string; topN?: number },
  ): Promise<{ index: number; relevanceScore: number }[]>;
}

let endpoint: RerankEndpoint;
let compressor: RerankCompressor;
beforeAll(async () => {
  endpoint = await startRerankEndpoint();
  compressor = new RerankCompressor({ apiKey: "sk-test", baseURL: endpoint.baseURL, topN: 3 });
});
afterAll(() => endpoint.close());

describe("a RerankCompressor in the place of a CohereRerank", () => {
  test("has its types", () => {
    expectTypeOf<RerankCompressor>().toExtend<CohereRerank>();
  });

  test("returns the same rows from rerank()", async () => {
    const inItsPlace: CohereRerank = compressor;
    const documents = [new Document({ pageContent: "a 0.25" }), "b 0.75", { pageContent: "c 0.5" }];
    expect(await inItsPlace.rerank(documents, "query", { topN: 2 })).toEqual([
      { index: 1, relevanceScore: 0.75 },
      { index: 2, relevanceScore: 0.5 },
    ]);
  });

  test("takes another model for one call", async () => {
    await compressor.rerank(["a 1"], "query", { model: "another-reranker" });
    expect(endpoint.requests.at(-1)?.model).toBe("another-reranker");
    await compressor.rerank(["a 1"], "query");
    expect(endpoint.requests.at(-1)?.model).toBe("bge-reranker-v2-m3");
    expect(endpoint.recorded.at(-2)?.headers.authorization).toBe("Bearer sk-test");
  });

  test("writes the score where CohereRerank does, but not into the caller's documents", async () => {
    const document = new Document({ pageContent: "a 0.25" });
    const [ranked] = await compressor.compressDocuments([document], "query");
    expect(ranked?.metadata).toEqual({ relevanceScore: 0.25 });
    expect(document.metadata).toEqual({});
  });
});
