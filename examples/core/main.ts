/** The shared core alone: rank anything that has a text. */
import { createReranker, rankItems } from "@rankwire/core";

const products = [
  { sku: "A1", description: "Organic skincare for sensitive skin with aloe vera and chamomile" },
  { sku: "B2", description: "New makeup trends focus on bold colors and innovative techniques" },
  { sku: "C3", description: "Bio-Hautpflege für empfindliche Haut mit Aloe Vera und Kamille" },
];

const reranker = createReranker();
const { items, usage } = await rankItems(reranker, {
  query: "Organic skincare products for sensitive skin",
  items: products,
  text: (product) => product.description,
  topN: 2,
});

for (const { item, index, relevanceScore } of items) {
  console.log(relevanceScore?.toFixed(4), item.sku, `(was number ${index + 1})`);
}
console.log(usage);
