import { createReranker, fallback, rankItems, type RankedItems, type Reranker, withCache } from "@rankwire/core";
import { lexicalReranker } from "@rankwire/local";
import { createRerankServer, serve } from "@rankwire/server";

interface Product {
  readonly id: number;
  readonly title: string;
}

/** A program of a user, which is type-checked against the declarations as they are published. */
export async function best(products: readonly Product[]): Promise<RankedItems<Product>> {
  const hosted: Reranker = withCache(createReranker({ timeoutMs: 5000, onEvent: ({ type }) => console.log(type) }));
  const reranker = fallback([hosted, lexicalReranker()]);
  return rankItems(reranker, { query: "cream", items: products, text: ({ title }) => title, topN: 1 });
}

export async function listen(): Promise<string> {
  const { url } = await serve(createRerankServer({ reranker: lexicalReranker() }), { port: 0 });
  return url;
}

// @ts-expect-error: were the declarations not found, everything would be `any`, and this no error.
export const wrong: number = createReranker();
