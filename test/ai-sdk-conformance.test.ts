import { createRankwire } from "@rankwire/ai-sdk";
import { APICallError, rerank } from "ai";
import { describeAdapter } from "./support/conformance.ts";

globalThis.AI_SDK_LOG_WARNINGS = false;

const needsScore = "a row of the AI SDK always has a score; ai-sdk-rerank.test.ts says what happens instead";
const noPassthrough = "a row of the AI SDK always has a score, so what is not ranked cannot be returned";

describeAdapter("createRankwire", {
  document: (text) => text,
  create: ({ topN, scoreThreshold, onError: _onError, ...options }) => {
    const provider = createRankwire(options);
    const model = provider.rerankingModel();
    const limits = scoreThreshold === undefined ? {} : { scoreThreshold };
    return {
      run: async ({ query, documents, signal }) => {
        const { ranking } = await rerank({
          model,
          query,
          documents,
          maxRetries: 0,
          providerOptions: { rankwire: limits },
          ...(topN === undefined ? {} : { topN }),
          ...(signal === undefined ? {} : { abortSignal: signal }),
        });
        return ranking.map(({ document, score }) => ({ text: document, score }));
      },
      inspectables: [provider, model],
    };
  },
  unwrap: (error) => (APICallError.isInstance(error) ? error.cause : error),
  except: {
    "returns five by default": "the AI SDK has a topN of its own, which means all when it is left out",
    "ranks 1,000 candidates": "it counts on five by default; ai-sdk-rerank.test.ts ranks 1,000 with a topN",
    "never sends a blank text and puts it last, without a score": needsScore,
    "sends nothing when every text is blank": needsScore,
    "passes the retriever's order through when told to": noPassthrough,
    "gives what it passes through no score": noPassthrough,
    "reports what it passes through to the event hook": noPassthrough,
  },
});
