import { expect, test } from "vitest";
import { HashEmbeddings } from "./hash-embeddings.ts";

const corpus = ["retrying a failed request", "the request of a client", "the pool of a client", "cookies of a browser"];

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

test("every vector has length one, and that of no words is zero", async () => {
  const embeddings = new HashEmbeddings(corpus);
  const [first = [], blank = []] = await embeddings.embedDocuments(["retry the request", " … "]);
  expect(dot(first, first)).toBeCloseTo(1, 10);
  expect(first.length).toBe(blank.length);
  expect(dot(blank, blank)).toBe(0);
});

test("a query and a document of the same text get the same vector, whatever the case", async () => {
  const embeddings = new HashEmbeddings(corpus);
  expect(await embeddings.embedQuery("Retry The Request")).toEqual(
    (await embeddings.embedDocuments(["retry the request"]))[0],
  );
});

test("a word in another form is closer than another word", async () => {
  const embeddings = new HashEmbeddings(corpus);
  const [query, same = [], other = []] = [
    await embeddings.embedQuery("retries"),
    ...(await embeddings.embedDocuments(["retrying", "browser"])),
  ];
  expect(dot(query, same)).toBeGreaterThan(dot(query, other) + 0.1);
});

test("a word that is rare in the corpus weighs more than one that is in every text", async () => {
  const embeddings = new HashEmbeddings(["method", "method", "method", "method", "cookie"]);
  const [query, rare = [], common = []] = [
    await embeddings.embedQuery("method cookie"),
    ...(await embeddings.embedDocuments(["cookie", "method"])),
  ];
  expect(dot(query, rare)).toBeGreaterThan(1.3 * dot(query, common));
});
