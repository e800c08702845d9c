import { expect, test } from "vitest";
import {
  ConfigurationError,
  createReranker,
  type Dialect,
  type RerankerOptions,
  RerankError,
  withCache,
} from "./index.ts";

const own = { provider: "mine", baseURL: "http://localhost/v1" };

/** A reranker whose requests are answered in the process, and the bodies that it sent. */
function recorded(options: RerankerOptions, response: () => Response = () => Response.json([{ index: 0, score: 1 }])) {
  const sent: unknown[] = [];
  const reranker = createReranker({
    ...own,
    ...options,
    fetch: (_url, init) => {
      sent.push(JSON.parse(init?.body as string));
      return Promise.resolve(response());
    },
  });
  return { reranker, sent };
}

test("the fields go out with every request, as they were when the reranker was created", async () => {
  const extraBody = { max_tokens_per_doc: 2048, nested: { tags: ["a"] } };
  const { reranker, sent } = recorded({ extraBody });
  extraBody.nested.tags.push("later");
  const expected = { model: "", query: "q", documents: ["a"], max_tokens_per_doc: 2048, nested: { tags: ["a"] } };
  await reranker.rerank({ query: "q", documents: ["a"] });
  expect(sent).toEqual([{ ...expected, model: undefined }]);
});

test("half a surrogate pair in a text does not lose them", async () => {
  const { reranker, sent } = recorded({ extraBody: { user: "u" } });
  await reranker.rerank({ query: "q\ud83d", documents: ["a"] });
  expect(sent).toEqual([{ query: "q\u{fffd}", documents: ["a"], user: "u" }]);
});

test("they win over what a dialect always writes", async () => {
  const { reranker, sent } = recorded({ dialect: "tei", extraBody: { truncate: false, raw_scores: true } });
  await reranker.rerank({ query: "q", documents: ["a"] });
  expect(sent).toEqual([{ query: "q", texts: ["a"], truncate: false, raw_scores: true }]);
});

const text: Dialect = { name: "text", path: "/rerank", body: () => "text" };

test.each<[string, object]>([
  ["extraBody is string; it must be an object that JSON can carry", { extraBody: "top_n=3" }],
  ["extraBody is an array", { extraBody: [] }],
  ["extraBody is null", { extraBody: null }],
  ["extraBody is an object; it must be", { extraBody: { count: 3n } }],
  ["extraBody has top_n, which is written from the options and the request itself", { extraBody: { top_n: 3 } }],
  ["extraBody has model,", { extraBody: { model: "another" } }],
  ["extraBody has top_k,", { dialect: "voyage", extraBody: { top_k: 3 } }],
  ["extraBody has top_n: pass topN with the request", { dialect: "tei", extraBody: { top_n: 3 } }],
  ["extraBody has parameters,", { dialect: "dashscope", extraBody: { parameters: {} } }],
  ["extraBody cannot be added to what dialect.body() returns", { dialect: text, extraBody: {} }],
])("%s: refused when the reranker is created", (message, options) => {
  expect(() => createReranker({ ...own, ...options })).toThrow(message);
  expect(() => createReranker({ ...own, ...options })).toThrow(ConfigurationError);
});

test("a server's message that repeats a longer word of them is withheld", async () => {
  const { reranker } = recorded({ extraBody: { user: "customer-4711" } }, () =>
    Response.json({ error: { message: "customer-4711 has no credit" } }, { status: 400 }),
  );
  const error: unknown = await reranker.rerank({ query: "q", documents: ["a"] }).catch((thrown: unknown) => thrown);
  expect(RerankError.isInstance(error)).toBe(true);
  expect(String(error)).not.toContain("customer-4711");
});

test("scores under other fields are others to a cache", async () => {
  const store = new Map<string, unknown>();
  const shared = {
    getMany: async (keys: string[]) => keys.map((key) => store.get(key)),
    setMany: async (entries: { key: string; value: unknown }[]) => {
      for (const { key, value } of entries) store.set(key, value);
    },
  };
  const asked = [{ truncate: true }, { truncate: false }, { truncate: true }].map(async (extraBody) => {
    const { reranker, sent } = recorded({ extraBody });
    return { reranker: withCache(reranker, { store: shared }), sent };
  });
  const requests: number[] = [];
  for (const { reranker, sent } of await Promise.all(asked)) {
    await reranker.rerank({ query: "q", documents: ["a"] });
    requests.push(sent.length);
  }
  expect(requests).toEqual([1, 1, 0]);
});
