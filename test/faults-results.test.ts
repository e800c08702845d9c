import { createReranker } from "@rankwire/core";
import { describe, expect, test } from "vitest";
import { startFaultServer } from "./support/fault-server.ts";
import { badResponse, describeFaults, type FaultCase, transports } from "./support/fault-table.ts";
import { answer, rows } from "./support/faults.ts";
import { expectNoSecret, secrets } from "./support/secrets.ts";

const { apiKey, query, documents } = secrets;
const first = { index: 0, relevance_score: 0.5 };
const second = { index: 1, relevance_score: 0.25 };

/** Rows that must be refused, with words of the rule that they break. */
const unsound: readonly (readonly [title: string, results: readonly unknown[], message: string])[] = [
  ["a duplicate index", [first, first], "result 1 repeats index 0"],
  ["an index past the end", [first, { ...second, index: 2 }], "result 1 has index 2, out of range for 2 documents"],
  ["a negative index", [first, { ...second, index: -1 }], "result 1 has index -1, out of range"],
  ["a fractional index", [first, { ...second, index: 0.5 }], "an index that is not an integer but 0.5"],
  ["a huge index", [first, { ...second, index: 1e300 }], "an index that is not an integer but 1e+300"],
  ["a huge whole index", [first, { ...second, index: 9_007_199_254_740_991 }], "out of range"],
  ["an index in a string", [first, { ...second, index: "1" }], "an index that is not an integer but string"],
  ["an index of null", [first, { ...second, index: null }], "an index that is not an integer but null"],
  ["no index", [first, { relevance_score: 0.25 }], "an index that is not an integer but undefined"],
  ["a score of null", [first, { ...second, relevance_score: null }], "not a finite number but null"],
  ["a score in a string", [first, { ...second, relevance_score: "0.25" }], "not a finite number but string"],
  ["no score", [first, { index: 1 }], "not a finite number but undefined"],
  ["a score that is an object", [first, { ...second, relevance_score: {} }], "not a finite number but an object"],
  ["too many results", [first, second, { ...second, index: 2 }], "3 results came back for 2 documents"],
  ["no results", [], "0 results came back for 2 documents where 2 were asked for"],
  ["too few results", [first], "1 results came back for 2 documents where 2 were asked for"],
  ["a row that is null", [first, null], "result 1 is not an object"],
  ["a row that is a number", [first, 0.25], "result 1 is not an object"],
];

describeFaults("results", [
  ...unsound.map(([title, results, message]): FaultCase => ({
    title,
    fault: rows(...results),
    fails: { ...badResponse, status: 200, message: [message] },
  })),
  {
    title: "an infinite score",
    fault: answer(200, '{"results": [{"index": 0, "relevance_score": 1e999}, {"index": 1, "relevance_score": 0}]}'),
    fails: { ...badResponse, status: 200, message: ["result 0", "not a finite number but Infinity"] },
  },
  {
    title: "more results than top N",
    fault: rows(first, second),
    request: { topN: 1 },
    fails: { ...badResponse, status: 200, message: ["2 results came back where top N is 1"] },
  },
  {
    title: "results that are not a list",
    fault: answer(200, { results: { 0: first, 1: second } }),
    fails: { ...badResponse, status: 200, message: ["no list of results"] },
  },
  {
    title: "a row with the document in place of the index",
    fault: rows({ index: secrets.documents[0], relevance_score: secrets.documents[1] }),
    fails: { ...badResponse, status: 200, message: ["not an integer but string"] },
  },
]);

describe.each(Object.entries(transports))("results, over %s", (_name, transport) => {
  const rerank = async (body: unknown, topN?: number) => {
    await using server = await startFaultServer(answer(200, body));
    const reranker = createReranker({ apiKey, baseURL: server.baseURL, maxRetries: 0, ...transport });
    return await reranker.rerank({ query, documents, topN });
  };

  test("unsorted results are sorted", async () => {
    expect((await rerank({ results: [second, first] })).results).toEqual([
      { index: 0, relevanceScore: 0.5 },
      { index: 1, relevanceScore: 0.25 },
    ]);
  });

  test("equal scores keep the server's order", async () => {
    const tied = {
      results: [
        { ...second, relevance_score: 1 },
        { ...first, relevance_score: 1 },
      ],
    };
    expect((await rerank(tied)).results.map(({ index }) => index)).toEqual([1, 0]);
  });

  test.each([null, "the text", { text: "the text" }, { text: "the text", metadata: {} }])(
    "a document in the rows is passed over: %j",
    async (document) => {
      const response = await rerank({
        results: [
          { ...first, document },
          { ...second, document },
        ],
      });
      expect(response.results[0]).toEqual({ index: 0, relevanceScore: 0.5 });
      expectNoSecret(response);
    },
  );

  test("__proto__ and constructor keys change nothing", async () => {
    const polluted = `{
      "__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}},
      "usage": {"__proto__": {"polluted": 1}, "prompt_tokens": 7, "total_tokens": 7},
      "results": [
        {"__proto__": {"polluted": 1}, "index": 0, "relevance_score": 0.5},
        {"index": 1, "relevance_score": 0.25, "constructor": {"polluted": 1}}
      ]}`;
    const response = await rerank(polluted);
    expect(response.results).toHaveLength(2);
    expect(response.usage).toEqual({ promptTokens: 7, totalTokens: 7, requests: 1 });
    for (const value of [{}, response, response.usage, ...response.results])
      expect(value).not.toHaveProperty("polluted");
  });

  test("an index under __proto__ alone is none", async () => {
    const call = rerank('{"results": [{"__proto__": {"index": 0}, "relevance_score": 0.5}]}', 1);
    await expect(call).rejects.toThrow("not an integer but undefined");
  });

  test("scores of 0, negative and tiny ones are scores", async () => {
    const { results } = await rerank({
      results: [
        { index: 1, relevance_score: -0 },
        { index: 0, relevance_score: -1e-300 },
      ],
    });
    expect(results.map(({ index }) => index)).toEqual([1, 0]);
  });
});
