/**
 * What every framework adapter promises, as one suite that runs against a real HTTP endpoint on this machine.
 * An adapter's test file says how to build its documents, how to run it, and what comes back:
 *
 * ```ts
 * describeAdapter("RerankCompressor", {
 *   document: (text, index) => new Document({ pageContent: text, metadata: { index } }),
 *   create: (options) => {
 *     const compressor = new RerankCompressor(options);
 *     return {
 *       run: async ({ query, documents, signal }) =>
 *         (await compressor.compressDocuments(documents, query, { signal })).map(({ pageContent, metadata }) => ({
 *           text: pageContent,
 *           score: metadata.relevanceScore,
 *         })),
 *       inspectables: [compressor],
 *     };
 *   },
 * });
 * ```
 *
 * A promise that a framework makes impossible is left out by its title with `except: { "the title": "the reason" }`. A
 * title that is none of the promises fails the suite.
 */
import { inspect } from "node:util";
import {
  AuthenticationError,
  ConfigurationError,
  ConnectionError,
  InvalidRequestError,
  InvalidResponseError,
  RateLimitError,
  RerankError,
  ServerError,
  TimeoutError,
  type AdapterOptions,
} from "@rankwire/core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { deepFreeze, snapshot } from "./deep-freeze.ts";
import { startRerankEndpoint, type RerankEndpoint } from "./rerank-endpoint.ts";

/** One result, as the framework returned it. */
export interface RankedText {
  /** The document's text. */
  readonly text: string;
  /** `undefined` when the result carries no score. */
  readonly score?: number | undefined;
}

/** An adapter that was created with some options. */
export interface AdapterUnderTest<D> {
  /** Ranks `documents` through the framework's own call; the results in the order in which they came back. */
  run(call: {
    readonly query: string;
    readonly documents: D[];
    readonly signal?: AbortSignal | undefined;
  }): Promise<readonly RankedText[]>;
  /** The adapter's objects that an application may log: none may show the key. */
  readonly inspectables: readonly unknown[];
}

/** How the suite drives an adapter. */
export interface AdapterConformance<D> {
  /** A document of the framework's own type. */
  document(text: string, index: number): D;
  /** The adapter; where `topN` or `scoreThreshold` are options of a call, `run` passes them on. */
  create(options: AdapterOptions): AdapterUnderTest<D>;
  /** The error beneath the framework's own, where it wraps what an adapter throws. @defaultValue the error itself */
  readonly unwrap?: (error: unknown) => unknown;
  /** Promises that the framework makes impossible, each with the reason. */
  readonly except?: Readonly<Record<string, string>>;
}

const apiKey = "sk-conformance-0123456789";
const query = "which frogs live in trees";

/** Runs the suite for an adapter. */
export function describeAdapter<D>(name: string, adapter: AdapterConformance<D>): void {
  const { except = {}, unwrap = (error: unknown) => error } = adapter;
  const promises = new Map<string, () => Promise<void>>();
  const promise = (title: string, body: () => Promise<void>): void => {
    promises.set(title, body);
  };

  describe(`${name} keeps the promises of every adapter`, () => {
    let endpoint: RerankEndpoint;
    beforeAll(async () => {
      endpoint = await startRerankEndpoint();
    });
    afterAll(() => endpoint.close());
    beforeEach(() => {
      endpoint.answer = undefined;
    });

    const create = (options: AdapterOptions = {}): AdapterUnderTest<D> =>
      adapter.create({ apiKey, baseURL: endpoint.baseURL, maxRetries: 0, ...options });
    const documentsOf = (texts: readonly string[]): D[] => texts.map((text, index) => adapter.document(text, index));
    const rank = (texts: readonly string[], options?: AdapterOptions, signal?: AbortSignal) =>
      create(options).run({ query, documents: documentsOf(texts), signal });
    const textsOf = (results: readonly RankedText[]): string[] => results.map(({ text }) => text);
    const failure = async (call: Promise<unknown>): Promise<unknown> =>
      unwrap(
        await call.then(
          () => expect.unreachable("the call must fail"),
          (error: unknown) => error,
        ),
      );
    const fail = (status: number, message = "no"): void => {
      endpoint.answer = () => ({ status, body: { error: { message } } });
    };
    const sent = async (call: () => Promise<unknown>): Promise<number> => {
      const before = endpoint.requests.length;
      await call();
      return endpoint.requests.length - before;
    };

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

    promise("mutates nothing", async () => {
      const documents = documentsOf(["b 0.5", "", "a 0.75", "b 0.5"]);
      const before = snapshot(documents);
      await create().run({ query, documents });
      expect(snapshot(documents)).toBe(before);
    });

    promise("takes frozen documents", async () => {
      const documents = deepFreeze(documentsOf(["b 0.5", "", "a 0.75", "b 0.5"]));
      const results = await create().run({ query, documents });
      expect(textsOf(results).filter((text) => text !== "")).toEqual(["a 0.75", "b 0.5", "b 0.5"]);
    });

    promise("sends equal texts once and gives all of them the score", async () => {
      const results = await rank(["same 0.5", "other 0.75", "same 0.5"]);
      expect(endpoint.requests.at(-1)?.documents).toHaveLength(2);
      expect(results.filter(({ text }) => text === "same 0.5")).toHaveLength(2);
      expect(results.every(({ score }) => typeof score === "number")).toBe(true);
    });

    promise("never sends a blank text and puts it last, without a score", async () => {
      const results = await rank([" \n", "b 0.5", "", "a 0.75"]);
      expect(endpoint.requests.at(-1)?.documents).toHaveLength(2);
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

    promise("ends with the caller's reason when the signal fires on the way", async () => {
      endpoint.answer = () => "nothing";
      const controller = new AbortController();
      const reason = new Error("the user left");
      const arrived = endpoint.nextRequest();
      const call = failure(rank(["a 1"], { onError: "passthrough" }, controller.signal));
      await arrived;
      controller.abort(reason);
      expect(await call).toBe(reason);
    });

    promise("sends nothing when the signal has fired", async () => {
      const reason = new Error("the user left");
      const count = await sent(async () => {
        const error = await failure(rank(["a 1"], { onError: "passthrough" }, AbortSignal.abort(reason)));
        expect(error).toBe(reason);
      });
      expect(count).toBe(0);
    });

    promise("throws errors that a caller can tell apart", async () => {
      const kinds = [
        [401, AuthenticationError],
        [400, InvalidRequestError],
        [429, RateLimitError],
        [500, ServerError],
      ] as const;
      for (const [status, kind] of kinds) {
        fail(status);
        const error = await failure(rank(["a 1"]));
        expect([status, kind.isInstance(error)]).toEqual([status, true]);
        expect(error).toHaveProperty("status", status);
      }
    });

    promise("throws a ConnectionError where nothing listens", async () => {
      const closed = await startRerankEndpoint();
      await closed.close();
      const error = await failure(rank(["a 1"], { baseURL: closed.baseURL }));
      expect(ConnectionError.isInstance(error)).toBe(true);
    });

    promise("throws a TimeoutError where no answer comes", async () => {
      endpoint.answer = () => "nothing";
      expect(TimeoutError.isInstance(await failure(rank(["a 1"], { timeoutMs: 50 })))).toBe(true);
    });

    promise("refuses an unsound answer", async () => {
      const unsound: [string, unknown][] = [
        ["out of range", [row(0), row(2)]],
        ["negative", [row(0), row(-1)]],
        ["no integer", [row(0), row(0.5)]],
        ["repeated", [row(0), row(0)]],
        ["missing", [row(0)]],
        ["more than asked for", [row(0), row(1), row(2)]],
        ["no score", [row(0), { index: 1 }]],
        ["a null score", [row(0), { index: 1, relevance_score: null }]],
        ["no rows", "none"],
      ];
      for (const [rule, results] of unsound) {
        endpoint.answer = () => ({ status: 200, body: { results } });
        const error = await failure(rank(["a 1", "b 2"]));
        expect([rule, InvalidResponseError.isInstance(error)]).toEqual([rule, true]);
      }
    });

    promise("passes the retriever's order through when told to", async () => {
      fail(500);
      const texts = ["c 3", "", "a 1", "b 2"];
      expect(textsOf(await rank(texts, { onError: "passthrough" }))).toEqual(texts);
      expect(textsOf(await rank(texts, { onError: "passthrough", topN: 3 }))).toEqual(["c 3", "", "a 1"]);
    });

    promise("gives what it passes through no score", async () => {
      fail(500);
      const results = await rank(["a 1", "b 2"], { onError: "passthrough" });
      expect(results.map(({ score }) => score)).toEqual([undefined, undefined]);
    });

    promise("reports what it passes through to the event hook", async () => {
      fail(500);
      const events: string[] = [];
      await rank(["a 1"], { onError: "passthrough", onEvent: ({ type }) => events.push(type) });
      expect(events.filter((type) => type === "degraded")).toHaveLength(1);
    });

    promise("never passes an authentication or request error through", async () => {
      fail(401);
      expect(AuthenticationError.isInstance(await failure(rank(["a 1"], { onError: "passthrough" })))).toBe(true);
      fail(422);
      expect(InvalidRequestError.isInstance(await failure(rank(["a 1"], { onError: "passthrough" })))).toBe(true);
    });

    promise("refuses a blank query without a request", async () => {
      const count = await sent(async () => {
        const call = create({ onError: "passthrough" }).run({ query: " ", documents: documentsOf(["a 1"]) });
        expect(InvalidRequestError.isInstance(await failure(call))).toBe(true);
      });
      expect(count).toBe(0);
    });

    promise("keeps the key out of sight", async () => {
      const created = create();
      fail(401, `the key ${apiKey} is unknown`);
      const error = await failure(created.run({ query, documents: documentsOf(["a 1"]) }));
      expect(endpoint.recorded.at(-1)?.headers.authorization).toBe(`Bearer ${apiKey}`);
      for (const value of [...created.inspectables, error]) expect(shownOf(value)).not.toContain(apiKey);
    });

    promise("keeps the query and the documents out of errors", async () => {
      fail(500, `failed on ${query} with a document about glass frogs 0.5`);
      const error = await failure(rank(["a document about glass frogs 0.5"]));
      expect(RerankError.isInstance(error)).toBe(true);
      expect(shownOf(error)).not.toMatch(/glass frogs|live in trees/u);
    });

    const kept = [...promises].filter(([title]) => except[title] === undefined);
    test.each(kept)("%s", async (_title, body) => {
      expect.hasAssertions();
      await body();
    });

    test("leaves out only what it gives a reason for", () => {
      for (const [title, reason] of Object.entries(except)) {
        expect([...promises.keys()]).toContain(title);
        expect(reason).toMatch(/\S/u);
      }
    });
  });
}

function row(index: number): unknown {
  return { index, relevance_score: 0.5 };
}

/** All that an inspection, JSON and a conversion to text show of a value. */
function shownOf(value: unknown): string {
  let json: string | undefined;
  try {
    json = JSON.stringify(value);
  } catch {
    json = "circular";
  }
  return `${inspect(value, { depth: Infinity, showHidden: true, getters: true })} ${json} ${String(value)}`;
}
