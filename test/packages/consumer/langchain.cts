import { ok, rejects, strictEqual } from "node:assert";
import { ContextualCompressionRetriever } from "@langchain/classic/retrievers/contextual_compression";
import { DocumentCompressorPipeline } from "@langchain/classic/retrievers/document_compressors";
import { MemoryVectorStore } from "@langchain/classic/vectorstores/memory";
import { Document, type DocumentInterface } from "@langchain/core/documents";
import { BaseRetriever } from "@langchain/core/retrievers";
import { BaseDocumentCompressor } from "@langchain/core/retrievers/document_compressors";
import { type Runnable, RunnableLambda, RunnablePassthrough, RunnableSequence } from "@langchain/core/runnables";
import { SyntheticEmbeddings } from "@langchain/core/utils/testing";
import { fields, RerankCompressor, type RerankCompressorOptions, RerankRetriever } from "@rankwire/langchain";

// @ts-expect-error: were the options' declarations not found, core's among them, everything would be `any`.
const wrong: RerankCompressorOptions = { topN: "2" };

/** What a program that is compiled to CommonJS does with LangChain, whose CommonJS build it requires. */
async function run(): Promise<void> {
  const options: RerankCompressorOptions = { topN: 2, documentToText: fields(["pageContent"]) };
  const compressor = new RerankCompressor(options);
  const base: BaseDocumentCompressor = compressor;
  ok(base instanceof BaseDocumentCompressor);

  const store = new MemoryVectorStore(new SyntheticEmbeddings());
  const texts = ["Toads live on land.", "Tree frogs live in trees.", "Newts swim."];
  await store.addDocuments(texts.map((pageContent) => new Document({ pageContent })));
  const baseRetriever = store.asRetriever({ k: 3 });
  const reranking: BaseRetriever = new RerankRetriever({ retriever: baseRetriever, compressor });
  ok(reranking instanceof BaseRetriever);

  const pipeline = new DocumentCompressorPipeline({ transformers: [compressor] });
  const step: Runnable<{ query: string; documents: DocumentInterface[] }, DocumentInterface[]> =
    compressor.asRunnable();
  const chains: Runnable<string, DocumentInterface[]>[] = [
    reranking,
    reranking.pipe(RunnableLambda.from((documents: DocumentInterface[]) => documents)),
    new ContextualCompressionRetriever({ baseRetriever, baseCompressor: compressor }),
    new ContextualCompressionRetriever({ baseRetriever, baseCompressor: pipeline }),
    RunnableSequence.from<string, DocumentInterface[]>([
      { query: new RunnablePassthrough<string>(), documents: baseRetriever },
      step,
    ]),
  ];
  for (const chain of chains) {
    const [best, ...others] = await chain.invoke("Which frogs live in trees?");
    ok(best instanceof Document);
    strictEqual(best.pageContent, texts[1]);
    strictEqual(others.length, 1);
  }

  // There is one core, however it is loaded.
  const { ConfigurationError, RerankError } = await import("@rankwire/core");
  const isOurs = (error: unknown): boolean => RerankError.isInstance(error) && error instanceof ConfigurationError;
  await rejects(async () => new RerankCompressor(wrong), isOurs);
}

export = run;
