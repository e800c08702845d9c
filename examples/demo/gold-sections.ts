import type { Passage } from "./load-manuals.ts";
import type { Question } from "./questions.ts";

/** A question whose gold is resolved to the sections of the installed manuals. */
export interface JudgedQuestion {
  readonly question: string;
  /** The ids of the sections that answer it: {@link PassageSource.section}. */
  readonly relevant: ReadonlySet<string>;
}

/** The judged questions, and the gold that the installed manuals do not have. */
export interface Judgments {
  readonly judged: readonly JudgedQuestion[];
  /** `file#heading` of each gold section that was not found. */
  readonly missing: readonly string[];
}

/**
 * Looks the gold sections up in the manuals. A question keeps the gold that is there and is left out when none is: a
 * later undici may have renamed a heading, and a question without an answer would only blur the figures.
 */
export function resolveGold(questions: readonly Question[], passages: readonly Passage[]): Judgments {
  const sections = new Map<string, string[]>();
  for (const { metadata } of passages) {
    const name = `${metadata.file}#${metadata.headings.at(-1) ?? ""}`;
    const ids = sections.get(name) ?? [];
    if (!ids.includes(metadata.section)) sections.set(name, [...ids, metadata.section]);
  }
  const missing = new Set<string>();
  const judged = questions.flatMap(({ question, gold }) => {
    for (const name of gold) if (!sections.has(name)) missing.add(name);
    const relevant = new Set(gold.flatMap((name) => sections.get(name) ?? []));
    return relevant.size === 0 ? [] : [{ question, relevant }];
  });
  return { judged, missing: [...missing] };
}
