import { rankwireRerank } from "@rankwire/tanstack-ai";
import { rerank } from "@tanstack/ai";
import { describeAdapter } from "./support/conformance.ts";

const needsScore = "a row of TanStack AI always has a score; tanstack-ai-rerank.test.ts says what happens instead";
const noEmptyList = "TanStack AI refuses an empty list itself";
const noPassthrough = "a row of TanStack AI always has a score, so what is not ranked cannot be returned";

describeAdapter("rankwireRerank", {
  document: (text) => text,
  create: ({ topN, scoreThreshold, onError: _onError, model, ...options }) => {
    const adapter = rankwireRerank(model, options);
    return {
      run: async ({ query, documents, signal }) => {
        const { ranking } = await rerank({
          adapter,
          query,
          documents,
          modelOptions: { scoreThreshold },
          debug: false,
          ...(topN === undefined ? {} : { topN }),
          ...(signal === undefined ? {} : { abortSignal: signal }),
        });
        return ranking.map(({ document, score }) => ({ text: document, score }));
      },
      inspectables: [adapter],
    };
  },
  except: {
    "returns five by default": "TanStack AI has a topN of its own, which means all when it is left out",
    "ranks 1,000 candidates": "it counts on five by default; tanstack-ai-rerank.test.ts ranks 1,000 with a topN",
    "sends nothing for an empty list": noEmptyList,
    "never sends a blank text and puts it last, without a score": needsScore,
    "sends nothing when every text is blank": needsScore,
    "passes the retriever's order through when told to": noPassthrough,
    "gives what it passes through no score": noPassthrough,
    "reports what it passes through to the event hook": noPassthrough,
  },
});
