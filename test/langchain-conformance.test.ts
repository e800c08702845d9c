import { Document, type DocumentInterface } from "@langchain/core/documents";
import { RunnableLambda } from "@langchain/core/runnables";
import { RerankCompressor, RerankRetriever } from "@rankwire/langchain";
import { describeAdapter, type RankedText } from "./support/conformance.ts";

const document = (text: string, index: number): Document =>
  new Document({ pageContent: text, metadata: { index, source: { page: 1 } }, id: `${index}` });

const read = (documents: readonly DocumentInterface[]): RankedText[] =>
  documents.map(({ pageContent, metadata }) => ({ text: pageContent, score: metadata["relevanceScore"] }));

describeAdapter("RerankCompressor", {
  document,
  create: (options) => {
    const compressor = new RerankCompressor(options);
    return {
      run: async ({ query, documents, signal }) =>
        read(await compressor.compressDocuments(documents, query, signal === undefined ? undefined : { signal })),
      inspectables: [compressor, compressor.asRunnable()],
    };
  },
});

describeAdapter<Document>("RerankRetriever", {
  document,
  create: (options) => {
    const compressor = new RerankCompressor(options);
    const over = (documents: Document[]): RerankRetriever =>
      new RerankRetriever({ compressor, retriever: RunnableLambda.from((_query: string) => documents) });
    return {
      run: async ({ query, documents, signal }) =>
        read(await over(documents).invoke(query, signal === undefined ? undefined : { signal })),
      inspectables: [over([]), over([]).toJSON()],
    };
  },
});
