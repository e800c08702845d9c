import * as z from "zod/mini";
import { InvalidResponseError } from "./errors/invalid-response-error.ts";
import type { Mutable } from "./mutable.ts";
import type { RerankResult, RerankUsage } from "./reranker.ts";

/** What a response says, in the library's own words. The rows are read, and not yet checked. */
export interface ParsedResponse {
  readonly results: readonly RerankResult[];
  readonly usage: RerankUsage;
  readonly id: string | undefined;
}

type Row = Readonly<Record<string, unknown>>;

const scoreFields = ["relevance_score", "score", "relevanceScore", "logit"] as const;

const count = z.number().check(z.nonnegative());

/**
 * Reads the answer of any rerank server: rows at the root or under `results`, `data`, `rankings` or `output.results`;
 * the score as `relevance_score`, `score`, `relevanceScore` or `logit`; usage wherever it stands, complete or not.
 *
 * @param most - So many documents were sent.
 * @throws InvalidResponseError when there are no rows in it, or more than documents.
 */
export function parseResponse(json: unknown, most: number, source: string): ParsedResponse {
  const rows = rowsOf(json);
  if (rows === undefined) {
    throw new InvalidResponseError(`The response holds no list of results: is this a rerank endpoint? (${source})`);
  }
  if (rows.length > most) {
    throw new InvalidResponseError(`${rows.length} results came back for ${most} documents (${source})`);
  }
  const first = rows[0];
  if (isObject(first) && "embedding" in first) {
    throw new InvalidResponseError(
      `The response holds embeddings: baseURL leads to an embeddings endpoint (${source})`,
    );
  }
  const field = isObject(first)
    ? (scoreFields.find((name) => first[name] !== undefined) ?? "relevance_score")
    : "score";
  const results = rows.map((row, position) => {
    if (isObject(row)) return { index: row["index"], relevanceScore: row[field] } as RerankResult;
    throw new InvalidResponseError(`result ${position} is not an object (${source})`);
  });
  return { results, ...accountOf(json) };
}

/** The list of results in a response, wherever it stands. */
export function rowsOf(json: unknown): readonly unknown[] | undefined {
  if (Array.isArray(json)) return json;
  if (!isObject(json)) return undefined;
  const output = json["output"];
  const candidates = [
    json["results"],
    json["data"],
    json["rankings"],
    isObject(output) ? output["results"] : undefined,
  ];
  return candidates.find((value) => Array.isArray(value));
}

function accountOf(json: unknown): Pick<ParsedResponse, "usage" | "id"> {
  if (!isObject(json)) return { usage: { requests: 1 }, id: undefined };
  const { usage, tokens } = json;
  const meta = isObject(json["meta"]) ? json["meta"] : {};
  const places = [usage, meta["billed_units"], meta["tokens"], tokens].filter(isObject);
  const promptTokens = countIn(places, "prompt_tokens", "input_tokens");
  const totalTokens = countIn(places, "total_tokens") ?? countIn(places, "input_tokens");
  const searchUnits = countIn(places, "search_units", "rerank_units");
  const counts = {} as Mutable<RerankUsage>;
  if (promptTokens !== undefined) counts.promptTokens = promptTokens;
  if (totalTokens !== undefined) counts.totalTokens = totalTokens;
  if (searchUnits !== undefined) counts.searchUnits = searchUnits;
  counts.requests = 1;
  return {
    usage: counts,
    id: [json["id"], json["request_id"]].find((id) => typeof id === "string"),
  };
}

/** The first of the fields that holds a count. */
function countIn(places: readonly Row[], ...names: readonly string[]): number | undefined {
  for (const place of places) {
    for (const name of names) {
      // What is absent costs no error that nobody reads.
      const { data } = place[name] === undefined ? {} : count.safeParse(place[name]);
      if (data !== undefined) return data;
    }
  }
  return undefined;
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
