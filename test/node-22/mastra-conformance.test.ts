import { rerankWithScorer } from "@mastra/rag";
import { RankwireRelevanceScorer } from "@rankwire/mastra";
import { describeAdapter } from "../support/conformance.ts";

const noThreshold = "Mastra knows no threshold on a relevance score";
const noSignal = "Mastra hands a scorer no signal";
/** The suite's scores reach 999, and Mastra's end at 1. A power of two keeps them exact. */
const scale = 1024;

describeAdapter("RankwireRelevanceScorer", {
  document: (text, index) => ({ id: String(index), score: 1 - index / 10_000, metadata: { text } }),
  create: ({ topN, ...options }) => {
    const scorer = new RankwireRelevanceScorer({ ...options, normalize: (score) => score / scale });
    return {
      run: async ({ query, documents }) => {
        const weights = { semantic: 1, vector: 0, position: 0 };
        const topK = topN ?? documents.length;
        const ranked = await rerankWithScorer({ results: documents, query, scorer, options: { topK, weights } });
        return ranked.map(({ result, details }) => ({
          text: String(result.metadata?.["text"]),
          score: details.semantic * scale,
        }));
      },
      inspectables: [scorer],
    };
  },
  except: {
    "returns five by default": "Mastra has a topK of its own, 3 when it is left out",
    "ranks 1,000 candidates": "it counts on five by default; mastra-rerank.test.ts ranks 1,000 with a topK",
    "refuses a topN that is no positive integer": "Mastra cuts the list itself",
    "never sends a blank text and puts it last, without a score": "a score of Mastra is a number; it is 0 there",
    "gives what it passes through no score": "a score of Mastra is a number; it is 0 there",
    "keeps what scores the threshold or more, 0 and negatives too": noThreshold,
    "drops blank texts under a threshold": noThreshold,
    "applies the threshold before topN": noThreshold,
    "ends with the caller's reason when the signal fires on the way": noSignal,
    "sends nothing when the signal has fired": noSignal,
  },
});
