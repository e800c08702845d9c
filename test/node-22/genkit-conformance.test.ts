import { rankwire } from "@rankwire/genkit";
import { Document, genkit } from "genkit";
import { logger } from "genkit/logging";
import { describeAdapter } from "../support/conformance.ts";

logger.setLogLevel("error");

const needsScore = "a document that Genkit ranked has a score; genkit-rerank.test.ts says what happens instead";

describeAdapter("rankwire, the Genkit plugin", {
  document: (text) => Document.fromText(text),
  create: (options) => {
    const plugin = rankwire(options);
    const ai = genkit({ plugins: [plugin] });
    return {
      run: async ({ query, documents, signal }) => {
        const reranker = "rankwire/bge-reranker-v2-m3";
        const ranked = await ai.rerank({ reranker, query, documents, options: { signal } });
        return ranked.map((document) => ({ text: document.text, score: document.score() }));
      },
      inspectables: [plugin],
    };
  },
  except: {
    "never sends a blank text and puts it last, without a score": needsScore,
    "sends nothing when every text is blank": needsScore,
    "gives what it passes through no score": needsScore,
  },
});
