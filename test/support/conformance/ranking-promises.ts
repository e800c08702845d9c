import { ConfigurationError, InvalidRequestError } from "@rankwire/core";
import { expect } from "vitest";
import { type AdapterBench, query, textsOf } from "./bench.ts";

/** What comes back: order, scores, blanks, topN, thresholds. */
export function rankingPromises<D>(bench: AdapterBench<D>): void {
  const { promise, create, documentsOf, rank, failure, sent } = bench;

  promise("puts documents in the order of their scores", async () => {
    const results = await rank(["b 0.5", "c 0.25", "a 0.75"]);
    expect(textsOf(results)).toEqual(["a 0.75", "b 0.5", "c 0.25"]);
  });

  promise("gives each document its own score", async () => {
    const results = await rank(["b 0.5", "c 0.25", "a 0.75"]);
    for (const { text, score } of results) expect(score).toBe(Number(text.slice(2)));
  });

  promise("keeps the order of equal scores", async () => {
    expect(textsOf(await rank(["c 0.5", "a 0.5", "b 0.5"]))).toEqual(["c 0.5", "a 0.5", "b 0.5"]);
  });

  promise("sends equal texts once and gives all of them the score", async () => {
    const results = await rank(["same 0.5", "other 0.75", "same 0.5"]);
    expect(bench.endpoint.requests.at(-1)?.documents).toHaveLength(2);
    expect(results.filter(({ text }) => text === "same 0.5")).toHaveLength(2);
    expect(results.every(({ score }) => typeof score === "number")).toBe(true);
  });

  promise("never sends a blank text and puts it last, without a score", async () => {
    const results = await rank([" \n", "b 0.5", "", "a 0.75"]);
    expect(bench.endpoint.requests.at(-1)?.documents).toHaveLength(2);
    expect(textsOf(results)).toEqual(["a 0.75", "b 0.5", " \n", ""]);
    expect(results.slice(2).map(({ score }) => score)).toEqual([undefined, undefined]);
  });

  promise("sends nothing for an empty list", async () => {
    expect(await sent(async () => expect(await rank([])).toEqual([]))).toBe(0);
  });

  promise("sends nothing when every text is blank", async () => {
    expect(await sent(async () => expect(await rank(["", " "])).toHaveLength(2))).toBe(0);
  });

  promise("returns five by default", async () => {
    expect(await rank(["1", "2", "3", "4", "5", "6", "7"])).toHaveLength(5);
  });

  promise("returns topN, all for Infinity, and the list where topN is larger", async () => {
    const texts = ["1", "2", "3", "4", "5", "6", "7"];
    expect(textsOf(await rank(texts, { topN: 2 }))).toEqual(["7", "6"]);
    expect(await rank(texts, { topN: Infinity })).toHaveLength(7);
    expect(await rank(texts, { topN: 100 })).toHaveLength(7);
  });

  promise("refuses a topN that is no positive integer", async () => {
    for (const topN of [0, -1, 1.5, Number.NaN, "5" as unknown as number]) {
      const error = await failure((async () => create({ topN }).run({ query, documents: documentsOf(["a 1"]) }))());
      expect(ConfigurationError.isInstance(error) || InvalidRequestError.isInstance(error)).toBe(true);
      expect(error).toHaveProperty("message", expect.stringContaining("topN"));
    }
  });

  promise("keeps what scores the threshold or more, 0 and negatives too", async () => {
    const texts = ["a -0.5", "b 0.5", "c 0", "d -0.25"];
    expect(textsOf(await rank(texts, { scoreThreshold: 0.5 }))).toEqual(["b 0.5"]);
    expect(textsOf(await rank(texts, { scoreThreshold: 0 }))).toEqual(["b 0.5", "c 0"]);
    expect(textsOf(await rank(texts, { scoreThreshold: -0.25 }))).toEqual(["b 0.5", "c 0", "d -0.25"]);
    expect(await rank(texts, { scoreThreshold: 1 })).toEqual([]);
  });

  promise("drops blank texts under a threshold", async () => {
    expect(textsOf(await rank(["", "a 0.5"], { scoreThreshold: -1 }))).toEqual(["a 0.5"]);
  });

  promise("applies the threshold before topN", async () => {
    expect(textsOf(await rank(["a 0.1", "b 0.9", "c 0.8"], { scoreThreshold: 0.5, topN: 2 }))).toEqual([
      "b 0.9",
      "c 0.8",
    ]);
  });

  promise("ranks 1,000 candidates", async () => {
    const texts = Array.from({ length: 1000 }, (_, index) => `candidate ${(index * 7) % 1000}`);
    const best = await rank(texts);
    expect(best.map(({ score }) => score)).toEqual([999, 998, 997, 996, 995]);
    const all = await rank(texts, { topN: Infinity });
    expect(all.map(({ score }) => score)).toEqual(Array.from({ length: 1000 }, (_, place) => 999 - place));
  });
}
