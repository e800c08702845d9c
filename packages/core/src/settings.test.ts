import { inspect } from "node:util";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { createReranker } from "./create-reranker.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";
import type { RerankerOptions } from "./options.ts";
import { resolveSettings } from "./settings.ts";

const apiKey = "sk-7Qm2vXw9KpLr4Tz8";

beforeEach(() => {
  vi.stubEnv("QHAIGC_API_KEY", undefined);
  vi.stubEnv("QHAIGC_BASE_URL", undefined);
});

/** What creating a reranker with options fails with. */
function refusal(options: object): ConfigurationError {
  try {
    createReranker(options);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ code: "RANKWIRE_CONFIGURATION", isRetryable: false });
    return error as ConfigurationError;
  }
  return expect.unreachable(`${inspect(options)} must be refused`);
}

describe("the key", () => {
  test("is asked for by the name of its variable where the hosted endpoint is meant", () => {
    const message = "The API key is missing: pass apiKey or set QHAIGC_API_KEY";
    expect(refusal({}).message).toBe(message);
    expect(refusal({ baseURL: "https://api.qhaigc.net/v1" }).message).toBe(message);
    expect(refusal({ apiKey: "" }).message).toBe(message);
    expect(refusal({ apiKey: " \t" }).message).toBe(message);
    vi.stubEnv("QHAIGC_API_KEY", "  ");
    expect(refusal({}).message).toBe(message);
  });

  test("comes from the option, then from the environment", () => {
    vi.stubEnv("QHAIGC_API_KEY", "sk-environment");
    expect(resolveSettings({}).headers["authorization"]).toBe("Bearer sk-environment");
    expect(resolveSettings({ apiKey: "" }).headers["authorization"]).toBe("Bearer sk-environment");
    expect(resolveSettings({ apiKey }).headers["authorization"]).toBe(`Bearer ${apiKey}`);
  });

  test("is not needed by a server of one's own", () => {
    expect(resolveSettings({ baseURL: "http://localhost:8000/v1" }).headers).not.toHaveProperty("authorization");
  });

  test.each([`${apiKey}\n`, `${apiKey}\r\nx-evil: 1`, `\u0000${apiKey}`, `${apiKey}–`])(
    "is refused, and not repeated, where no header can carry it: %j",
    (key) => {
      const error = refusal({ apiKey: key });
      expect(error.message).toContain("apiKey holds a line break or another character");
      expect(inspect(error, { showHidden: true })).not.toContain("7Qm2vXw9");
    },
  );

  test("is called by its variable's name where it comes from there, and has no line break at its end", () => {
    vi.stubEnv("QHAIGC_API_KEY", `${apiKey}–`);
    expect(refusal({}).message).toContain("QHAIGC_API_KEY holds a line break or another character");
    vi.stubEnv("QHAIGC_API_KEY", ` ${apiKey}\r\n`);
    expect(resolveSettings({}).headers).toMatchObject({ authorization: `Bearer ${apiKey}` });
  });
});

describe("the address", () => {
  test("is the hosted endpoint, or the one that the environment or the option names", () => {
    expect(resolveSettings({ apiKey }).url.href).toBe("https://api.qhaigc.net/v1/rerank");
    vi.stubEnv("QHAIGC_BASE_URL", "http://localhost:8000/v1");
    expect(resolveSettings({}).url.href).toBe("http://localhost:8000/v1/rerank");
    expect(resolveSettings({ baseURL: "" }).url.href).toBe("http://localhost:8000/v1/rerank");
    expect(resolveSettings({ baseURL: "http://other/v1" }).url.href).toBe("http://other/v1/rerank");
  });

  test("of the hosted endpoint is completed", () => {
    for (const baseURL of ["https://api.qhaigc.net", "https://api.qhaigc.net/", "https://api.qhaigc.net/v1/rerank"]) {
      expect(resolveSettings({ apiKey, baseURL }).url.href).toBe("https://api.qhaigc.net/v1/rerank");
    }
  });

  test("is refused by the name of where it comes from", () => {
    expect(refusal({ baseURL: "host/v1" }).message).toContain("baseURL must be an absolute");
    vi.stubEnv("QHAIGC_BASE_URL", "localhost:8000/v1");
    expect(refusal({ apiKey }).message).toContain("QHAIGC_BASE_URL must be an absolute");
    vi.stubEnv("QHAIGC_BASE_URL", "http://user:password@host");
    expect(refusal({ apiKey }).message).toContain("QHAIGC_BASE_URL holds a user name or password");
    expect(refusal({ apiKey, baseURL: "https://user@api.qhaigc.net" }).message).toMatch(/^baseURL holds/u);
  });

  test("is the default where the environment may not be read", () => {
    const { env } = process;
    const closed = new Proxy(env, {
      get: () => {
        throw new Error("not allowed");
      },
    });
    try {
      process.env = closed;
      expect(resolveSettings({ apiKey }).url.href).toBe("https://api.qhaigc.net/v1/rerank");
    } finally {
      process.env = env;
    }
  });

  test("of another provider must be given", () => {
    expect(refusal({ provider: "mine" }).message).toContain('baseURL is missing: provider "mine"');
    expect(resolveSettings({ provider: "mine", baseURL: "http://mine" })).toMatchObject({ provider: "mine" });
  });

  test("is refused without repeating it where it holds credentials", () => {
    expect(refusal({ baseURL: `http://user:${apiKey}@host/v1` }).message).not.toContain("7Qm2vXw9");
  });
});

test.each<readonly [options: object, message: RegExp]>([
  [{ apiKey: 7 }, /^apiKey is number; it must be a string$/u],
  [{ apiKey: null }, /^apiKey is null; it must be a string$/u],
  [{ baseURL: new URL("http://host") }, /^baseURL is an object; it must be a string$/u],
  [{ baseURL: "host/v1" }, /^baseURL must be an absolute http:\/\/ or https:\/\/ URL/u],
  [{ apiKey, model: {} }, /^model is an object/u],
  [{ apiKey, provider: [] }, /^provider is an array/u],
  [{ apiKey, dialect: "morse" }, /^dialect "morse" is not known; known are .*flat/u],
  [{ apiKey, dialect: "__proto__" }, /^dialect "__proto__" is not known/u],
  [{ apiKey, dialect: {} }, /^dialect is an object; it must be a name, or an object with name, path and body/u],
  [{ apiKey, dialect: null }, /^dialect is null;/u],
  [{ apiKey, dialect: { name: "d", body: () => ({}) } }, /^dialect.path is null; it must be a string/u],
  [{ apiKey, scoreTransform: null }, /^scoreTransform must be "none", "sigmoid" or a function$/u],
  [
    { apiKey, dialect: { name: "d", path: "/rerank", body: () => ({}), authorization: () => undefined } },
    /^What dialect.authorization\(\) returns is wrong: headers must be a plain object/u,
  ],
  [{ apiKey, headers: new Map() }, /^headers must be a plain object/u],
  [{ apiKey, headers: { "x-a": "b\nc" } }, /^The value of header "x-a" cannot be sent/u],
  [{ apiKey, headers: { "x a": "b" } }, /^headers has a name that is not a valid/u],
  [{ apiKey, timeoutMs: 0 }, /^timeoutMs is 0; it must be a positive number of milliseconds$/u],
  [{ apiKey, timeoutMs: -1 }, /^timeoutMs is -1;/u],
  [{ apiKey, timeoutMs: Number.NaN }, /^timeoutMs is NaN;/u],
  [{ apiKey, timeoutMs: "30s" }, /^timeoutMs is string;/u],
  [{ apiKey, totalTimeoutMs: 0 }, /^totalTimeoutMs is 0;/u],
  [{ apiKey, maxRetries: -1 }, /^maxRetries is -1; it must be a whole number, 0 or more$/u],
  [{ apiKey, maxRetries: 1.5 }, /^maxRetries is 1.5;/u],
  [{ apiKey, maxRetries: null }, /^maxRetries is null;/u],
  [{ apiKey, retryBudget: -1 }, /^retryBudget is -1;/u],
  [{ apiKey, maxDocumentsPerRequest: 0 }, /^maxDocumentsPerRequest is 0; it must be a whole number, 1 or more$/u],
  [{ apiKey, maxDocumentsPerRequest: "100" }, /^maxDocumentsPerRequest is string;/u],
  [{ apiKey, maxCharactersPerRequest: 0 }, /^maxCharactersPerRequest is 0;/u],
  [{ apiKey, maxConcurrency: 0 }, /^maxConcurrency is 0;/u],
  [{ apiKey, maxResponseBytes: 0.5 }, /^maxResponseBytes is 0.5;/u],
  [{ apiKey, scoreTransform: "softmax" }, /^scoreTransform must be "none", "sigmoid" or a function$/u],
  [{ apiKey, fetch: globalThis.fetch, dispatcher: { dispatch: () => true } }, /^fetch and dispatcher are both given/u],
  [{ apiKey, fetch: "fetch" }, /^fetch is string; it must be a function$/u],
  [{ apiKey, dispatcher: {} }, /^dispatcher is an object; it must be an undici dispatcher$/u],
  [{ apiKey, onEvent: "log" }, /^onEvent is string; it must be a function$/u],
  [{ apiKey, sendTopN: "no" }, /^sendTopN is string; it must be true or false$/u],
])("%j is refused with its name", (options, message) => {
  expect(refusal(options).message).toMatch(message);
});

test("every option that is left out or undefined has its documented default", () => {
  const defaults = {
    provider: "qhaigc",
    model: "bge-reranker-v2-m3",
    timeoutMs: 30_000,
    totalTimeoutMs: 120_000,
    maxRetries: 2,
    retryBudget: 30,
    maxDocumentsPerRequest: 100,
    maxCharactersPerRequest: 1_000_000,
    maxConcurrency: 32,
    startConcurrency: 16,
    maxResponseBytes: 32 * 1024 * 1024,
    scoreTransform: "none",
    sendTopN: true,
  };
  const none = Object.fromEntries(Object.keys(defaults).map((name) => [name, undefined])) as RerankerOptions;
  for (const options of [{ apiKey }, { apiKey, ...none }]) expect(resolveSettings(options)).toMatchObject(defaults);
});

test("limits may be taken off with Infinity", () => {
  const none = { timeoutMs: Infinity, totalTimeoutMs: Infinity, maxConcurrency: Infinity, maxRetries: Infinity };
  const settings = resolveSettings({ apiKey, ...none, maxDocumentsPerRequest: Infinity });
  expect(settings).toMatchObject({ maxConcurrency: Infinity, maxRetries: Infinity, maxDocumentsPerRequest: Infinity });
  // A timer with a longer time than this goes off at once.
  expect(settings.timeoutMs).toBe(2 ** 31 - 1);
  expect(settings.totalTimeoutMs).toBe(2 ** 31 - 1);
});

test("options are not written to", () => {
  const options = Object.freeze({ apiKey, headers: Object.freeze({ "X-Tenant": "a" }) });
  expect(resolveSettings(options).headers).toMatchObject({ "x-tenant": "a", authorization: `Bearer ${apiKey}` });
});

const own = { name: "own", path: "/rerank", body: () => undefined };

test.each<[string, object]>([
  ["The options of a reranker are null", null as never],
  ["The options of a reranker are an array", []],
  ["dialect.authorization is number", { dialect: { ...own, authorization: 5 } }],
  [
    "authorization() returns is wrong: it is a promise",
    { apiKey, dialect: { ...own, authorization: async () => ({}) } },
  ],
  ["authorization() returns is wrong: it has no header", { apiKey, dialect: { ...own, authorization: () => ({}) } }],
  ["dialect.sendsTopN is string", { dialect: { ...own, sendsTopN: "no" } }],
  ["dialect.maxDocumentsPerRequest is 0", { dialect: { ...own, maxDocumentsPerRequest: 0 } }],
  ["dialect.maxCharactersPerRequest is NaN", { dialect: { ...own, maxCharactersPerRequest: Number.NaN } }],
  ['headers has "Content-Length"', { headers: { "Content-Length": "3" } }],
  ['headers has "transfer-encoding"', { headers: { "transfer-encoding": "chunked" } }],
])("%s: refused", (message, options) => {
  const here = { provider: "mine", baseURL: "http://localhost/v1" };
  expect(refusal(options === null || Array.isArray(options) ? options : { ...here, ...options }).message).toContain(
    message,
  );
});

test("a dialect whose body() returns nothing is told so, before anything is sent", async () => {
  const reranker = createReranker({ provider: "mine", baseURL: "http://localhost/v1", dialect: own });
  const call = reranker.rerank({ query: "q", documents: ["a"] });
  await expect(call).rejects.toThrow("dialect.body() returns nothing");
});
