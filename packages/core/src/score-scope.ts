import type { Dialect } from "./dialects/dialect.ts";
import { shownURL } from "./endpoint-url.ts";
import type { ExtraBody } from "./extra-body.ts";
import type { ScoreTransform } from "./options.ts";
import { requestBody } from "./request-body.ts";
import { isPrivateName } from "./secrets.ts";
import type { Settings } from "./settings.ts";

/** Scores that a transform of the caller's is tried on: raw logits, shares of 1 and percentages. */
const trials = [-20, -5, -1, -0.5, 0, 0.01, 0.25, 0.5, 0.75, 0.99, 1, 2, 5, 20, 100];

/**
 * Tells apart instances of one provider and model whose scores differ: by what is sent beside the request itself, and by
 * what becomes of a score.
 */
export function scoreScopeOf({ dialect, model, extraBody, scoreTransform }: Settings): string {
  return JSON.stringify([transformScope(scoreTransform), sampleBody(dialect, model, extraBody)]);
}

/**
 * Tells apart servers of one provider and model: by the URL's query, by further headers and, where no model is named, by
 * the address. Keys have no part in it: a new one changes no score.
 */
export function routeOf({ url, headers, model }: Settings): string {
  const told = [...url.searchParams, ...Object.entries(headers)].filter(([name]) => !isPrivateName(name));
  return JSON.stringify([model === "" ? shownURL(url) : "", told]);
}

/** Two functions may share their text and differ in what they refer to, so that what they do is a part of it. */
function transformScope(transform: ScoreTransform): unknown {
  if (typeof transform !== "function") return transform;
  return [
    String(transform),
    trials.map((score) => {
      try {
        return transform(score);
      } catch {
        return "none";
      }
    }),
  ];
}

function sampleBody(dialect: Dialect, model: string, extraBody: ExtraBody | undefined): string | undefined {
  try {
    return requestBody(dialect, { model, query: "query", documents: ["document"], topN: 1 }, extraBody);
  } catch {
    // What fails here fails every call as well, and so keeps no score.
    return undefined;
  }
}
