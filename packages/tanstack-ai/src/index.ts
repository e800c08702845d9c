export { rankwireRerank, RankwireRerankAdapter } from "./rankwire-rerank.ts";
export type { RankwireModelOptions, RankwireRerankOptions } from "./rankwire-rerank.ts";
