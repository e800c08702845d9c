/** Where a name belongs that is often given in another place. */
const places: Readonly<Record<string, string>> = {
  topN: "the request, rankItems or an adapter",
  scoreThreshold: "rankItems or an adapter",
  onError: "rankItems or an adapter",
  signal: "the second argument of rerank()",
  timeoutMs: "a reranker, or the second argument of rerank()",
  headers: "a reranker, or the second argument of rerank()",
};

/**
 * What is wrong with the name of a field; `undefined` when each is one of `names`, or is like none and has no place
 * elsewhere.
 */
export function ineffective(value: object, names: readonly string[]): string | undefined {
  for (const name of Object.keys(value)) {
    if (names.includes(name) || (value as Record<string, unknown>)[name] === undefined) continue;
    const meant = names.find((known) => letters(known) === letters(name));
    if (meant !== undefined) return `${name} has no effect: it is spelled ${meant}`;
    if (Object.hasOwn(places, name)) return `${name} has no effect here: it belongs to ${places[name]}`;
  }
  return undefined;
}

function letters(name: string): string {
  return name.replaceAll(/[^a-z\d]/giu, "").toLowerCase();
}
