export type { NotifiedManager, RerankEndEvent, RerankStartEvent } from "./events.ts";
export type { LlamaIndexNode, MessagePart, QueryLike, RerankedNode, ScoredNode } from "./framework-types.ts";
export type { MetadataModeName, NodeToText, RerankPostprocessorOptions, TransformQuery } from "./options.ts";
export { RerankPostprocessor } from "./rerank-postprocessor.ts";
export { RerankRetriever } from "./rerank-retriever.ts";
export type { RerankRetrieverConstructor, RerankRetrieverOptions, RetrieverLike } from "./rerank-retriever.ts";
