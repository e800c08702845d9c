import { afterEach, describe, expect, test, vi } from "vitest";
import { deferred } from "../../../test/support/deferred.ts";
import { balance } from "./balance.ts";
import { defineReranker } from "./define-reranker.ts";
import { AuthenticationError } from "./errors/authentication-error.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";
import { ConnectionError } from "./errors/connection-error.ts";
import { InvalidRequestError } from "./errors/invalid-request-error.ts";
import { InvalidResponseError } from "./errors/invalid-response-error.ts";
import { RateLimitError } from "./errors/rate-limit-error.ts";
import { ServerError } from "./errors/server-error.ts";
import { TimeoutError } from "./errors/timeout-error.ts";
import type { RerankEvent } from "./events.ts";
import { ofOwnQueue } from "./failure-marks.ts";
import { fallback, type FallbackOptions } from "./fallback.ts";
import type { Reranker, RerankResponse } from "./reranker.ts";
import { withCache } from "./with-cache.ts";

afterEach(() => {
  vi.useRealTimers();
});

/** A reranker that fails while `error` is set, and counts its calls. */
function switchable(model: string): {
  reranker: Reranker;
  calls: number;
  error: unknown;
  hold: Promise<void> | undefined;
} {
  const control = {
    calls: 0,
    error: undefined as unknown,
    hold: undefined as Promise<void> | undefined,
    reranker: defineReranker({
      provider: "test",
      model,
      rerank: async ({ documents }) => {
        control.calls++;
        await control.hold;
        if (control.error !== undefined) throw control.error;
        return { results: documents.map((_, index) => ({ index, relevanceScore: -index })), usage: { requests: 1 } };
      },
    }),
  };
  return control;
}

const request = { query: "q", documents: ["a", "b"] };
const down = new ServerError("down", { status: 503, isRetryable: true });

describe("fallback", () => {
  test("the first answers while it can", async () => {
    const [one, two] = [switchable("one"), switchable("two")];
    const response = await fallback([one.reranker, two.reranker]).rerank(request);
    expect(response).toMatchObject({ provider: "test", model: "one" });
    expect(two.calls).toBe(0);
  });

  test.each([
    down,
    new ConnectionError("refused"),
    new TimeoutError("slow"),
    new RateLimitError("later"),
    new AuthenticationError("who?"),
    new InvalidResponseError("nonsense"),
    new Error("the engine crashed"),
  ])("goes on to the next after %s, and says who answered", async (error) => {
    const [one, two] = [switchable("one"), switchable("two")];
    one.error = error;
    const events: RerankEvent[] = [];
    const reranker = fallback([one.reranker, two.reranker], { onEvent: (event) => events.push(event) });
    expect(await reranker.rerank(request)).toMatchObject({ model: "two", results: [{ index: 0 }, { index: 1 }] });
    expect(events).toMatchObject([{ type: "fallback", model: "one", nextModel: "two" }]);
  });

  test("a wrong request is not another one's business", async () => {
    const [one, two] = [switchable("one"), switchable("two")];
    one.error = new InvalidRequestError("wrong");
    await expect(fallback([one.reranker, two.reranker]).rerank(request)).rejects.toBe(one.error);
    expect(two.calls).toBe(0);
  });

  test.each([404, 405, 503])("goes on to the next where a server has no such model or address (%s)", async (status) => {
    const [one, two] = [switchable("one"), switchable("two")];
    one.error = new InvalidRequestError("no such model", { status });
    expect(await fallback([one.reranker, two.reranker]).rerank(request)).toMatchObject({ model: "two" });
  });

  test.each<readonly [string, unknown]>([
    ["nothing", undefined],
    ["no results", {}],
    ["too few rows", { results: [{ index: 0, relevanceScore: 1 }] }],
    ["a score that is none", { results: [0, 1].map((index) => ({ index, relevanceScore: Number.NaN })) }],
  ])("goes on to the next after %s from somebody's own reranker, and counts it", async (_title, answer) => {
    const rerank = vi.fn(async () => answer as RerankResponse);
    const foreign: Reranker = { provider: "foreign", model: "m", rerank };
    const group = fallback([foreign, switchable("two").reranker], { breaker: { failures: 1 } });
    expect(await group.rerank(request)).toMatchObject({ model: "two" });
    expect(await group.rerank(request)).toMatchObject({ model: "two" });
    expect(rerank).toHaveBeenCalledTimes(1);
  });

  test("says who answered where somebody's own reranker does not", async () => {
    const one = switchable("one");
    one.error = down;
    const results = [0, 1].map((index) => ({ index, relevanceScore: -index }));
    const rerank = async (): Promise<RerankResponse> => ({ results, usage: { requests: 1 } }) as never;
    const group = fallback([one.reranker, { provider: "foreign", model: "m", rerank }]);
    expect(await group.rerank(request)).toMatchObject({ provider: "foreign", model: "m" });
  });

  test("an abort ends it, with the caller's reason", async () => {
    const [one, two] = [switchable("one"), switchable("two")];
    const controller = new AbortController();
    const reason = { why: "enough" };
    one.error = reason;
    one.hold = Promise.resolve().then(() => controller.abort(reason));
    const call = fallback([one.reranker, two.reranker]).rerank(request, { signal: controller.signal });
    await expect(call).rejects.toBe(reason);
    expect(two.calls).toBe(0);
  });

  test("throws the last one's error when none can answer", async () => {
    const [one, two] = [switchable("one"), switchable("two")];
    one.error = down;
    two.error = new TimeoutError("slow");
    await expect(fallback([one.reranker, two.reranker]).rerank(request)).rejects.toBe(two.error);
  });

  test("one that keeps failing is left alone for a while, then tried by a single call", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const [one, two] = [switchable("one"), switchable("two")];
    one.error = down;
    const events: RerankEvent[] = [];
    const breaker = { failures: 3, resetMs: 1000 };
    const reranker = fallback([one.reranker, two.reranker], { breaker, onEvent: (event) => events.push(event) });
    for (let call = 0; call < 10; call++) await reranker.rerank(request);
    expect(one.calls).toBe(3);
    vi.advanceTimersByTime(1001);
    await Promise.all([reranker.rerank(request), reranker.rerank(request), reranker.rerank(request)]);
    expect(one.calls).toBe(4);
    vi.advanceTimersByTime(1001);
    one.error = undefined;
    expect(await reranker.rerank(request)).toMatchObject({ model: "one" });
    expect(await reranker.rerank(request)).toMatchObject({ model: "one" });
    const states = events.filter((event) => event.type === "breaker").map((event) => event.state);
    expect(states).toEqual(["open", "half-open", "open", "half-open", "closed"]);
  });

  test("a member that was aborted, by whomever, ends the call", async () => {
    const [one, two] = [switchable("one"), switchable("two")];
    one.error = new DOMException("aborted", "AbortError");
    await expect(fallback([one.reranker, two.reranker]).rerank(request)).rejects.toBe(one.error);
    expect(two.calls).toBe(0);
  });

  test("one request that several calls share fails once", async () => {
    const one = switchable("one");
    const events: string[] = [];
    const group = fallback([withCache(one.reranker), switchable("two").reranker], {
      breaker: { failures: 2 },
      onEvent: ({ type }) => events.push(type),
    });
    one.error = down;
    const hold = deferred();
    one.hold = hold.promise;
    const calls = Array.from({ length: 5 }, () => group.rerank(request));
    await vi.waitFor(() => expect(one.calls).toBe(1));
    hold.resolve();
    await Promise.all(calls);
    expect(events).not.toContain("breaker");
    await group.rerank(request);
    expect(events).toContain("breaker");
  });

  test("a wait under a reranker's own maxConcurrency is no failure of its server", async () => {
    const one = switchable("one");
    one.error = ofOwnQueue(new TimeoutError("waited for a place"));
    const group = fallback([one.reranker, switchable("two").reranker], { breaker: { failures: 1 } });
    for (let call = 0; call < 3; call++) expect(await group.rerank(request)).toMatchObject({ model: "two" });
    expect(one.calls).toBe(3);
    one.error = new TimeoutError("slow");
    await group.rerank(request);
    await group.rerank(request);
    expect(one.calls).toBe(4);
  });

  test("calls of their own that fail at once with one error are failures of their own", async () => {
    const one = switchable("one");
    one.error = new ServerError("down");
    const group = fallback([one.reranker, switchable("two").reranker], { breaker: { failures: 3 } });
    await Promise.all(Array.from({ length: 10 }, () => group.rerank(request)));
    await group.rerank(request);
    expect(one.calls).toBe(10);
  });

  test("when all are left alone, the error says so and when to come back", async () => {
    const one = switchable("one");
    one.error = down;
    const reranker = fallback([one.reranker], { breaker: { failures: 1, resetMs: 5000 } });
    await expect(reranker.rerank(request)).rejects.toBe(down);
    const error = await reranker.rerank(request).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ServerError);
    expect((error as ServerError).retryAfterMs).toBeGreaterThan(4000);
    expect((error as ServerError).isRetryable).toBe(true);
    expect(one.calls).toBe(1);
  });

  test("an aborted try leaves the next call to try", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const one = switchable("one");
    one.error = down;
    const reranker = fallback([one.reranker], { breaker: { failures: 1, resetMs: 1000 } });
    await expect(reranker.rerank(request)).rejects.toBe(down);
    vi.advanceTimersByTime(1001);
    one.error = new InvalidRequestError("wrong");
    await expect(reranker.rerank(request)).rejects.toBe(one.error);
    one.error = undefined;
    expect(await reranker.rerank(request)).toMatchObject({ model: "one" });
  });

  test("a try that never ends is given up on, and its caller can leave", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const [one, two] = [switchable("one"), switchable("two")];
    one.error = down;
    const reranker = fallback([one.reranker, two.reranker], { breaker: { failures: 1, resetMs: 1000 } });
    await reranker.rerank(request);
    vi.advanceTimersByTime(1001);
    one.hold = new Promise(() => {});
    one.error = undefined;
    const stuck = reranker.rerank(request);
    await vi.waitFor(() => expect(one.calls).toBe(2));
    one.hold = undefined;
    expect(await reranker.rerank(request)).toMatchObject({ model: "two" });
    vi.advanceTimersByTime(1001);
    expect(await reranker.rerank(request)).toMatchObject({ model: "one" });
    void stuck;

    one.hold = new Promise(() => {});
    const controller = new AbortController();
    const left = reranker.rerank(request, { signal: controller.signal });
    controller.abort();
    await expect(left).rejects.toBe(controller.signal.reason);
  });

  test("an aborted try of a reranker that ignores the signal leaves the next call to try", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const rerank = vi
      .fn<Reranker["rerank"]>()
      .mockRejectedValueOnce(down)
      .mockReturnValueOnce(new Promise(() => {}));
    const foreign: Reranker = { provider: "foreign", model: "m", rerank };
    const reranker = fallback([foreign, switchable("two").reranker], { breaker: { failures: 1, resetMs: 1000 } });
    await reranker.rerank(request);
    vi.advanceTimersByTime(1001);
    const controller = new AbortController();
    const left = reranker.rerank(request, { signal: controller.signal });
    controller.abort();
    await expect(left).rejects.toBe(controller.signal.reason);
    rerank.mockRejectedValueOnce(down);
    await reranker.rerank(request);
    expect(rerank).toHaveBeenCalledTimes(3);
  });

  test("an empty group is refused", () => {
    expect(() => fallback([switchable("one").reranker], { breaker: null as never })).toThrow(ConfigurationError);
    expect(() => fallback([])).toThrow(ConfigurationError);
    expect(() => balance([])).toThrow("balance needs an array with at least one reranker");
    expect(() => balance(undefined as never)).toThrow(ConfigurationError);
    expect(() => fallback([switchable("one").reranker, {} as never])).toThrow(/^rerankers\[1\] of fallback must be/u);
  });
});

describe("balance", () => {
  test("spreads calls by what is under way", async () => {
    const replicas = ["a", "b", "c", "d"].map(switchable);
    const { promise, resolve } = deferred();
    for (const replica of replicas) replica.hold = promise;
    const reranker = balance(replicas.map((replica) => replica.reranker));
    const calls = Array.from({ length: 80 }, () => reranker.rerank(request));
    expect(replicas.reduce((sum, { calls }) => sum + calls, 0)).toBe(80);
    for (const { calls } of replicas) {
      expect(calls).toBeGreaterThan(12);
      expect(calls).toBeLessThan(28);
    }
    resolve();
    await Promise.all(calls);
  });

  test("a slow replica gets fewer calls", async () => {
    const [slow, fast] = [switchable("slow"), switchable("fast")];
    const { promise, resolve } = deferred();
    slow.hold = promise;
    const reranker = balance([slow.reranker, fast.reranker]);
    const calls: Promise<unknown>[] = [];
    for (let call = 0; call < 50; call++) {
      const answered = reranker.rerank(request);
      calls.push(answered);
      await Promise.race([answered, new Promise((done) => setImmediate(done))]);
    }
    expect(slow.calls).toBeLessThan(5);
    resolve();
    await Promise.all(calls);
  });

  test("a failing replica hands its calls on, is ejected, and comes back", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const [bad, good] = [switchable("bad"), switchable("good")];
    bad.error = down;
    const reranker = balance([bad.reranker, good.reranker], { breaker: { failures: 2, resetMs: 1000 } });
    for (let call = 0; call < 40; call++) expect(await reranker.rerank(request)).toMatchObject({ model: "good" });
    expect(bad.calls).toBe(2);
    bad.error = undefined;
    vi.advanceTimersByTime(1001);
    for (let call = 0; call < 40; call++) await reranker.rerank(request);
    expect(bad.calls).toBeGreaterThan(5);
  });
});

test.each<[string, unknown]>([
  ["The options of fallback are null", null],
  ["The options of fallback's breaker are number", { breaker: 5 }],
  ["onEvent is string", { onEvent: "log" }],
])("%s: refused", (message, options) => {
  const group = (): unknown => fallback([switchable("one").reranker], options as FallbackOptions);
  expect(group).toThrow(message);
  expect(group).toThrow(ConfigurationError);
});

test("a call from before that is aborted while another tries lets no second one try", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const [one, two] = [switchable("one"), switchable("two")];
  const reranker = fallback([one.reranker, two.reranker], { breaker: { failures: 1, resetMs: 100 } });
  const [early, trying] = [deferred(), deferred()];
  const controller = new AbortController();
  one.hold = early.promise;
  const late = reranker.rerank(request, { signal: controller.signal });
  await vi.waitFor(() => expect(one.calls).toBe(1));
  one.hold = undefined;
  one.error = down;
  await reranker.rerank(request);
  vi.advanceTimersByTime(101);
  one.hold = trying.promise;
  one.error = undefined;
  const probe = reranker.rerank(request);
  await vi.waitFor(() => expect(one.calls).toBe(3));
  controller.abort();
  one.error = controller.signal.reason;
  early.resolve();
  await expect(late).rejects.toBe(controller.signal.reason);
  one.error = undefined;
  expect(await reranker.rerank(request)).toMatchObject({ model: "two" });
  expect(one.calls).toBe(3);
  trying.resolve();
  expect(await probe).toMatchObject({ model: "one" });
});
