import { byScore } from "./check-results.ts";
import type { Mutable } from "./mutable.ts";
import type { RerankResult, RerankUsage } from "./reranker.ts";
import type { PartResponse } from "./read-answer.ts";

/** The best `topN` of several parts, each of which begins at its own `start`; equal scores keep the parts' order. */
export function merge(answers: readonly (PartResponse & { readonly start: number })[], topN: number): PartResponse {
  const results: RerankResult[] = [];
  for (const { start, results: rows } of answers) {
    for (const row of rows) results.push({ ...row, index: row.index + start });
  }
  results.sort(byScore);
  results.length = Math.min(results.length, topN);
  return {
    results,
    usage: sumUsage(answers.map((answer) => answer.usage)),
    id: answers[0]?.id,
    headers: answers[0]?.headers,
  };
}

/** Adds up usage. A count that one of them does not report is not known for the sum either. */
export function sumUsage(usages: readonly RerankUsage[]): RerankUsage {
  const sum = (name: keyof RerankUsage): number | undefined => {
    const values = usages.map((usage) => usage[name]);
    return values.reduce((total, value) => (total === undefined || value === undefined ? undefined : total + value), 0);
  };
  const usage = {} as Mutable<RerankUsage>;
  for (const name of ["promptTokens", "totalTokens", "searchUnits"] as const) {
    const total = sum(name);
    if (total !== undefined && usages.length > 0) usage[name] = total;
  }
  usage.requests = sum("requests") ?? 0;
  return usage;
}
