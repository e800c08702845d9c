export { rankwire } from "./rankwire-plugin.ts";
export type { RankwireCallOptions, RankwirePluginOptions } from "./rankwire-plugin.ts";
