/** Where a name belongs that is often given in another place. */
const places: Readonly<Record<string, string>> = {
  topN: "the request, rankItems or an adapter",
  scoreThreshold: "rankItems or an adapter",
  onError: "rankItems or an adapter",
  signal: "the second argument of rerank()",
  timeoutMs: "a reranker, or the second argument of rerank()",
  headers: "a reranker, or the second argument of rerank()",
  failures: "the breaker of fallback or balance",
  resetMs: "the breaker of fallback or balance",
};

/** The same for names that are taken for an option only where they are written just so. */
const exactPlaces: Readonly<Record<string, string>> = {
  ...places,
  apiKey: "createReranker",
  baseURL: "createReranker",
  model: "createReranker",
  extraBody: "createReranker",
  maxRetries: "createReranker",
  totalTimeoutMs: "createReranker",
  maxConcurrency: "createReranker",
  maxDocumentsPerRequest: "createReranker",
  ttlMs: "withCache",
  maxEntries: "withCache",
  storeTimeoutMs: "withCache",
  maxChars: "withPassages",
  maxTokens: "withPassages",
  overlapChars: "withPassages",
  breaker: "fallback or balance",
};

/** What other libraries call the same, in lower case and without separators. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  apiKey: ["key", "token"],
  apiKeys: ["key", "keys", "token", "tokens"],
  baseURL: ["url", "uri", "baseuri", "endpoint", "basepath"],
  documents: ["texts", "passages"],
  failures: ["threshold", "failurethreshold"],
  hostname: ["host"],
  items: ["documents", "candidates"],
  language: ["lang", "locale"],
  maxConcurrency: ["concurrency"],
  maxEntries: ["max", "maxsize"],
  maxRetries: ["retries", "maxretry"],
  model: ["modelname", "modelid"],
  normalize: ["normalise", "normalizer"],
  onError: ["onfail", "onfailure"],
  overlapChars: ["overlap"],
  resetMs: ["resettimeout"],
  scoreThreshold: ["minscore", "similaritycutoff", "threshold"],
  signal: ["abortsignal"],
  topN: ["topk", "similaritytopk", "k", "limit"],
};

/** Names that mean so many things that they are understood only where the field has its place. */
const vague: ReadonlySet<string> = new Set(["k", "limit", "threshold"]);

/**
 * What is wrong with the name of a field; `undefined` when each is one of `names`, or is like none and has no place
 * elsewhere. A name in the singular, without its unit or from another library is left alone where the field that it
 * could mean is given too: it is then something else.
 */
export function ineffective(value: object, names: readonly string[]): string | undefined {
  const fields = value as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(value)) {
    if (names.includes(name) || fields[name] === undefined) continue;
    const plain = letters(name);
    const known = names.find((other) => letters(other) === plain) ?? meant(name, names);
    if (known !== undefined && (fields[known] === undefined || letters(known) === plain)) {
      return `${name} has no effect: it is spelled ${known}`;
    }
    if (known !== undefined || vague.has(plain)) continue;
    if (Object.hasOwn(exactPlaces, name)) return `${name} has no effect here: it belongs to ${exactPlaces[name]}`;
    const placed = meant(name, Object.keys(places));
    if (placed !== undefined && !names.includes(placed)) {
      return `${name} has no effect here: it is spelled ${placed}, and belongs to ${places[placed]}`;
    }
  }
  return undefined;
}

/** The one of `names` that differs by a plural or a unit alone, or that other libraries call so. */
function meant(name: string, names: readonly string[]): string | undefined {
  const bare = stem(name);
  const plain = letters(name);
  return (
    names.find((known) => stem(known) === bare) ??
    names.find((known) => Object.hasOwn(otherNames, known) && otherNames[known]?.includes(plain))
  );
}

function letters(name: string): string {
  return name.replaceAll(/[^a-z\d]/giu, "").toLowerCase();
}

/** A name without its unit, in the singular. */
function stem(name: string): string {
  return letters(name.replace(/(?:Ms|_ms|Secs?|_secs?|Seconds|_seconds|Bytes|_bytes)$/u, "")).replace(/s$/u, "");
}
