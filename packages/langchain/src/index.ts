export { fields } from "./fields.ts";
export type { CopyDocument, DocumentToText, RerankCompressorOptions } from "./options.ts";
export { RerankCompressor } from "./rerank-compressor.ts";
export type { DocumentScore, Rerankable, RerankInput, RerankOptions } from "./rerank-options.ts";
export { RerankRetriever } from "./rerank-retriever.ts";
export type { RerankRetrieverOptions } from "./rerank-retriever.ts";
