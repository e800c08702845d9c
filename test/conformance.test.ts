import { inspect } from "node:util";
import { rankItems, resolveAdapterOptions } from "@rankwire/core";
import { describeAdapter } from "./support/conformance.ts";

// The thinnest adapter there can be: what it promises is what core gives every adapter for nothing.
describeAdapter("rankItems", {
  document: (text, index) => ({ text, index }),
  create: (options) => {
    const settings = resolveAdapterOptions(options);
    return {
      run: async ({ query, documents, signal }) => {
        const { items } = await rankItems(settings.reranker, {
          ...settings,
          query,
          items: documents,
          text: ({ text }) => text,
          signal,
        });
        return items.map(({ item, relevanceScore }) => ({ text: item.text, score: relevanceScore }));
      },
      inspectables: [settings, inspect(settings.reranker)],
    };
  },
});
