/** A threshold, so that an answer is given from what is relevant or not at all; and an outage that stops nobody. */
import { createReranker, rankItems } from "@rankwire/core";

const passages = ["The office is closed on public holidays.", "Refunds are paid within 14 days of the return."];
const text = (passage: string): string => passage;
const reranker = createReranker();

// The scale is the model's own: look at scores of your own data before you choose a threshold.
for (const query of ["When are refunds paid?", "What is the capital of Mongolia?"]) {
  const { items } = await rankItems(reranker, { query, items: passages, text, scoreThreshold: 0.1 });
  console.log(query, "→", items[0]?.item ?? "nothing relevant is known");
}

// Nothing listens at port 9: the passages come back in the retriever's order, and the result says so.
const broken = createReranker({ apiKey: "sk-any", baseURL: "http://127.0.0.1:9/v1", maxRetries: 0 });
const degraded = await rankItems(broken, { query: "refunds", items: passages, text, onError: "passthrough" });
console.log(degraded.reranked, degraded.error?.name, degraded.items.length);
