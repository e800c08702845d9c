import { inspect } from "node:util";
import { expect, test } from "vitest";
import { failureOf } from "../../../test/support/fault-table.ts";
import { expectNoSecret, secrets } from "../../../test/support/secrets.ts";
import { createReranker } from "./create-reranker.ts";
import type { RerankerOptions } from "./options.ts";

const { apiKey, query, documents } = secrets;

/** A reranker whose requests go through a function of the caller's, and how many have. */
function through(fetch: (init: RequestInit) => unknown, options: RerankerOptions = {}) {
  const sent: RequestInit[] = [];
  const reranker = createReranker({
    apiKey,
    maxRetries: 1,
    ...options,
    fetch: (async (_url: unknown, init: RequestInit = {}) => {
      sent.push(init);
      return fetch(init);
    }) as never,
  });
  return { sent, failure: () => failureOf(reranker.rerank({ query, documents })) };
}

test.each<readonly [string, unknown]>([
  ["nothing", undefined],
  ["no headers", { status: 200, json: async () => ({}) }],
  ["headers that are no list", { status: 200, headers: {}, body: null }],
  ["a body that is no stream of the web's", { status: 200, headers: new Headers(), body: { pipe: () => undefined } }],
])("a fetch that returns %s is a mistake of the program's, and is not paid for twice", async (_what, response) => {
  const { sent, failure } = through(() => response);
  expect(await failure()).toMatchObject({ name: "ConfigurationError", isRetryable: false });
  expect(sent).toHaveLength(1);
});

const reset = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });

test.each<readonly [string, (init: RequestInit) => unknown]>([
  ["its options", (init) => Object.assign(new Error("request failed"), { config: init })],
  ["its options below a symbol", (init) => Object.assign(new Error("request failed"), { [Symbol("request")]: init })],
  ["its options in what caused it", (init) => new Error("failed", { cause: Object.assign(new Error(), { init }) })],
  ["the body in its message", ({ body }) => new TypeError(`cannot send ${body as string}`)],
  ["the key in its message", ({ headers }) => new TypeError(`cannot send ${JSON.stringify(headers)}`)],
  ["errors of its own", (init) => new AggregateError([Object.assign(new Error(), { init })], "all failed")],
])("what a fetch throws with %s shows nothing of it", async (_what, thrown) => {
  const { failure } = through((init) => {
    throw thrown(init);
  });
  const error = await failure();
  expectNoSecret(error);
  expect(error).toMatchObject({ name: "ConnectionError", isRetryable: true });
  expect(error.cause).toBeInstanceOf(Error);
});

test("what a fetch throws without any of that is the cause as it is", async () => {
  for (const thrown of [reset, new TypeError("fetch failed", { cause: reset })]) {
    const { failure } = through(() => {
      throw thrown;
    });
    expect((await failure()).cause).toBe(thrown);
  }
});

test("a body that JSON cannot carry is the dialect's mistake, and is never sent", async () => {
  const circular: Record<string, unknown> = {};
  circular["self"] = circular;
  for (const body of [circular, { count: 3n }, () => {}, undefined]) {
    const { sent, failure } = through(() => undefined, { dialect: { name: "d", path: "/rerank", body: () => body } });
    expect(await failure()).toMatchObject({ name: "ConfigurationError", isRetryable: false });
    expect(sent).toEqual([]);
  }
});

test("what causes itself, or what causes it, is a failure like any other", async () => {
  const itself = new Error("failed");
  itself.cause = itself;
  const first = new Error("first");
  first.cause = new Error("second", { cause: first });
  for (const thrown of [itself, first]) {
    const { failure } = through(() => {
      throw thrown;
    });
    expect(await failure()).toMatchObject({ name: "ConnectionError", isRetryable: true });
  }
});

test("a short document in a message shows nothing of it", async () => {
  const failing = createReranker({
    apiKey,
    maxRetries: 0,
    fetch: async () => {
      throw new Error("cannot send Erika, HIV+");
    },
  });
  const error = await failureOf(failing.rerank({ query, documents: ["Erika, HIV+", "another"] }));
  expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain("Erika");
});

test("a short value of a header shows neither in a message nor as a code", async () => {
  const failing = createReranker({
    apiKey,
    maxRetries: 0,
    headers: { "x-tenant": "acme7" },
    fetch: async () => {
      throw Object.assign(new Error("the request of acme7 failed"), { code: `E ${apiKey} acme7` });
    },
  });
  const error = await failureOf(failing.rerank({ query, documents }));
  expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain("acme7");
  expectNoSecret(error);
});

test("a failure whose body was read before is told by its status", async () => {
  const { failure, sent } = through(async () => {
    const response = new Response("no", { status: 401 });
    await response.text();
    return response;
  });
  expect(await failure()).toMatchObject({ name: "AuthenticationError", status: 401 });
  expect(sent).toHaveLength(1);
});

test("a response that stands for a network error is a failed connection", async () => {
  const { failure } = through(() => Response.error());
  expect(await failure()).toMatchObject({ name: "ConnectionError", isRetryable: true });
});

test("what is no Error is no cause", async () => {
  const { failure } = through((init) => {
    // oxlint-disable-next-line no-throw-literal
    throw { request: init };
  });
  const error = await failure();
  expectNoSecret(error);
  expect(error.cause).toBeUndefined();
});

test("the code and the name of an error that is copied stay", async () => {
  const { failure } = through((init) => {
    throw Object.assign(new TypeError("reset"), { code: "ECONNRESET", init });
  });
  expect((await failure()).cause).toMatchObject({ name: "TypeError", code: "ECONNRESET", message: "reset" });
});
