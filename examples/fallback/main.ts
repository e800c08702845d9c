/** A second reranker for when the first one is down: here, words are matched on this machine meanwhile. */
import { createReranker, fallback } from "@rankwire/core";
import { lexicalReranker } from "@rankwire/local";

// Nothing listens at port 9, as in an outage.
const down = createReranker({ apiKey: "sk-any", baseURL: "http://127.0.0.1:9/v1", maxRetries: 0 });
const reranker = fallback([down, lexicalReranker()], {
  breaker: { failures: 2, resetMs: 10_000 },
  onEvent: (event) => {
    if (event.type === "fallback")
      console.log(`${event.provider} failed (${event.code}), asking ${event.nextProvider}`);
    if (event.type === "breaker") console.log(`${event.provider}: circuit ${event.state}`);
  },
});

const documents = ["Bread rises with yeast.", "Trains leave every ten minutes.", "The last train leaves at midnight."];
for (const query of ["When does the last train leave?", "What makes bread rise?", "How often do trains leave?"]) {
  const { results, provider } = await reranker.rerank({ query, documents, topN: 1 });
  console.log(`${query} → ${documents[results[0]?.index ?? 0]} (${provider})`);
}
