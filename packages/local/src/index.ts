export type { CrossEncoderOptions, LoadProgress } from "./cross-encoder-options.ts";
export { crossEncoderReranker } from "./cross-encoder-reranker.ts";
export type { CrossEncoderReranker } from "./cross-encoder-reranker.ts";
export { lexicalReranker } from "./lexical-reranker.ts";
export type { LexicalRerankerOptions } from "./lexical-reranker.ts";
export type { Language } from "./languages.ts";
