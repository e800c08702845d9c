import {
  AuthenticationError,
  ConnectionError,
  InvalidRequestError,
  InvalidResponseError,
  RateLimitError,
  ServerError,
  TimeoutError,
} from "@rankwire/core";
import { expect } from "vitest";
import { startRerankEndpoint } from "../rerank-endpoint.ts";
import { type AdapterBench, textsOf } from "./bench.ts";

/** What happens when a call fails, is aborted, or is passed through. */
export function failurePromises<D>(bench: AdapterBench<D>): void {
  const { promise, create, documentsOf, rank, failure, fail, sent } = bench;

  promise("ends with the caller's reason when the signal fires on the way", async () => {
    bench.endpoint.answer = () => "nothing";
    const controller = new AbortController();
    const reason = new Error("the user left");
    const arrived = bench.endpoint.nextRequest();
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
    bench.endpoint.answer = () => "nothing";
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
      bench.endpoint.answer = () => ({ status: 200, body: { results } });
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
}

function row(index: number): unknown {
  return { index, relevance_score: 0.5 };
}
