import { Document, type DocumentInterface } from "@langchain/core/documents";
import { BaseRetriever } from "@langchain/core/retrievers";
import { BaseDocumentCompressor } from "@langchain/core/retrievers/document_compressors";
import { RunnableLambda } from "@langchain/core/runnables";
import { RerankCompressor, RerankRetriever } from "@rankwire/langchain";

class Shelf extends BaseRetriever {
  override lc_namespace = ["shelf"];
  override async _getRelevantDocuments(): Promise<DocumentInterface[]> {
    return ["a cake", "sour cream", "cream of the crop"].map((pageContent) => new Document({ pageContent }));
  }
}

/** A program of a user who compiles to CommonJS. It fails unless it and the adapter share one copy of the framework. */
export const done = (async (): Promise<void> => {
  const compressor: BaseDocumentCompressor = new RerankCompressor({ topN: 2 });
  const retriever: BaseRetriever = new RerankRetriever({ retriever: new Shelf(), compressor });
  if (!(compressor instanceof BaseDocumentCompressor)) throw new Error("the compressor is none of this copy's");
  if (!(retriever instanceof BaseRetriever)) throw new Error("the retriever is none of this copy's");
  const chain = RunnableLambda.from((question: string) => question).pipe(retriever);
  const found = await chain.invoke("cream");
  if (found.length !== 2 || !found.every((document) => document instanceof Document))
    throw new Error("wrong documents");
})();
