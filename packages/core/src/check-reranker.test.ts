import { expect, test } from "vitest";
import { ConfigurationError, InvalidRequestError, rankItems, type Reranker, withCache, withPassages } from "./index.ts";

const noRerankers = [undefined, null, {}, { rerank: 1 }, () => {}] as unknown as Reranker[];

test.each(noRerankers)("%o is no reranker to wrap", (noReranker) => {
  expect(() => withCache(noReranker)).toThrow(/^what withCache wraps must be an object with a rerank\(\) method/u);
  expect(() => withPassages(noReranker)).toThrow(ConfigurationError);
});

test("rankItems says which of its arguments is wrong", async () => {
  const items = ["a"];
  await expect(rankItems({ items } as never, { query: "q", items, text: String })).rejects.toThrow(
    /^reranker must be/u,
  );
  const reranker = { provider: "p", model: "m", rerank: () => Promise.reject(new Error("asked")) };
  const noText = rankItems(reranker, { query: "q", items } as never);
  await expect(noText).rejects.toThrow(InvalidRequestError);
  await expect(noText).rejects.toThrow("text is undefined; it must be a function");
});
