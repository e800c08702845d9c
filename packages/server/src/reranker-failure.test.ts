import {
  AuthenticationError,
  ConfigurationError,
  ConnectionError,
  InvalidRequestError,
  InvalidResponseError,
  RateLimitError,
  ServerError,
  TimeoutError,
  type Reranker,
} from "@rankwire/core";
import { expect, test, vi } from "vitest";
import { answering, byPosition, errorBody, gate, start, valid } from "./__fixtures__/start.ts";

const internal = "POST http://internal.example/rerank";

test.each([
  [400, "invalid_request", new InvalidRequestError(internal, { status: 400 })],
  [429, "rate_limit", new RateLimitError(internal, { status: 429 })],
  [500, "internal_error", new ConfigurationError(internal)],
  [500, "internal_error", new TypeError(internal)],
  [500, "internal_error", internal],
  [502, "upstream_authentication", new AuthenticationError(internal, { status: 401 })],
  [502, "upstream_connection", new ConnectionError(internal)],
  [502, "upstream_error", new ServerError(internal, { status: 500 })],
  [502, "upstream_error", new InvalidRequestError(internal, { status: 404 })],
  [502, "upstream_error", new InvalidRequestError(internal, { status: 405 })],
  [502, "upstream_error", new InvalidRequestError(internal, { status: 503 })],
  [502, "upstream_invalid_response", new InvalidResponseError(internal)],
  [503, "upstream_error", new ServerError(internal, { status: 503 })],
  [503, "upstream_error", new ServerError(internal, { status: 529 })],
  [504, "upstream_timeout", new TimeoutError(internal)],
])("%i %s", async (status, code, error) => {
  const onError = vi.fn<(error: unknown, status: number) => void>(() => {
    throw new Error("a hook's own fault");
  });
  const { post } = await start({ reranker: answering(() => Promise.reject(error)), onError });
  const answer = await post(valid);
  const types: Record<number, string> = { 400: "invalid_request_error", 429: "rate_limit_error" };
  const type = types[status] ?? "server_error";
  expect(answer).toMatchObject({ status, body: errorBody({ code, type }) });
  expect(answer.headers.get("retry-after")).toBeNull();
  expect(JSON.stringify(answer.body)).not.toContain("internal.example");
  expect(onError.mock.calls).toEqual([[error, status]]);
});

test.each([
  [1, "1"],
  [1000, "1"],
  [1001, "2"],
  [60_000, "60"],
  [-5, "1"],
  [9e15, "86400"],
  [Infinity, null],
  [Number.NaN, null],
])("a wait of %d ms is a Retry-After of %s", async (retryAfterMs, seconds) => {
  const error = new RateLimitError("busy", { retryAfterMs });
  const { post } = await start({ reranker: answering(() => Promise.reject(error)) });
  expect((await post(valid)).headers.get("retry-after")).toBe(seconds);
});

test("a reranker whose rows are not sound is a 502", async () => {
  const unsound: Reranker = {
    ...byPosition,
    rerank: async () => ({
      results: [{ index: 0, relevanceScore: Number.NaN }],
      usage: { requests: 1 },
      provider: "example",
      model: "example-1",
    }),
  };
  const { post } = await start({ reranker: unsound });
  const answer = await post({ ...valid, top_n: 1 });
  expect(answer).toMatchObject({ status: 502, body: errorBody({ code: "upstream_invalid_response" }) });
});

test("a hook that rejects harms nobody", async () => {
  const unhandled = vi.fn<() => void>();
  process.once("unhandledRejection", unhandled);
  const onError = vi.fn<() => Promise<void>>(() => Promise.reject(new Error("the hook failed")));
  const { post } = await start({ reranker: answering(() => Promise.reject(new Error("down"))), onError });
  expect(await post(valid)).toMatchObject({ status: 500 });
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", unhandled);
  expect(onError).toHaveBeenCalledOnce();
  expect(unhandled).not.toHaveBeenCalled();
});

test("what the caller does wrong is not reported to the hook", async () => {
  const onError = vi.fn<() => void>();
  const { post } = await start({ onError });
  await post("no JSON");
  expect(onError).not.toHaveBeenCalled();
});

test("a client that goes away ends the reranker's work, and the hook hears nothing of it", async () => {
  const onError = vi.fn<() => void>();
  const started = gate();
  const ended = gate();
  const reranker = answering(
    (_, { signal }) =>
      new Promise((_, reject) => {
        signal?.addEventListener("abort", () => {
          reject(signal.reason as Error);
          ended.open();
        });
        started.open();
      }),
  );
  const { url, close } = await start({ reranker, onError });
  const client = new AbortController();
  const body = JSON.stringify(valid);
  const response = fetch(`${url}/v1/rerank`, { method: "POST", body, signal: client.signal });
  await started.opened;
  client.abort();
  await expect(response).rejects.toThrow("aborted");
  await ended.opened;
  await close();
  expect(onError).not.toHaveBeenCalled();
});
