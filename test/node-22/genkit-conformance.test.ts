import { rankwire } from "@rankwire/genkit";
import { Document, genkit } from "genkit";
import { logger } from "genkit/logging";
import { describeAdapter } from "../support/conformance.ts";

logger.setLogLevel("error");

const noSignal = "ai.rerank takes no signal";
const needsScore = "a document that Genkit ranked has a score; genkit-rerank.test.ts says what happens instead";

describeAdapter("rankwire, the Genkit plugin", {
  document: (text) => Document.fromText(text),
  create: (options) => {
    const plugin = rankwire(options);
    const ai = genkit({ plugins: [plugin] });
    return {
      run: async ({ query, documents }) => {
        const ranked = await ai.rerank({ reranker: "rankwire/bge-reranker-v2-m3", query, documents });
        return ranked.map((document) => ({ text: document.text, score: document.score() }));
      },
      inspectables: [plugin],
    };
  },
  except: {
    "never sends a blank text and puts it last, without a score": needsScore,
    "sends nothing when every text is blank": needsScore,
    "gives what it passes through no score": needsScore,
    "ends with the caller's reason when the signal fires on the way": noSignal,
    "sends nothing when the signal has fired": noSignal,
  },
});
