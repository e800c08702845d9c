export { createRankwire, rankwire } from "./rankwire-provider.ts";
export type { RankwireProvider, RankwireProviderOptions } from "./rankwire-provider.ts";
export type { RankwireCallOptions } from "./reranking-model.ts";
