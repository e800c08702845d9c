export { RankwireRelevanceScorer } from "./relevance-scorer.ts";
export type { RankwireRelevanceScorerOptions, RelevanceScoreProvider } from "./relevance-scorer.ts";
