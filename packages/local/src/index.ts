export { lexicalReranker } from "./lexical-reranker.ts";
export type { LexicalRerankerOptions } from "./lexical-reranker.ts";
export type { Language } from "./languages.ts";
