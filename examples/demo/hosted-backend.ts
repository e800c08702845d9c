import type { UsageMetadata } from "@langchain/core/messages";
import { createReranker } from "@rankwire/core";
import type { Backend } from "./backend.ts";
import { passagesForPrompt, systemPrompt } from "./prompt.ts";
import type { HostedSettings } from "./settings.ts";
import { countSpent, newSpent } from "./spent.ts";

/** The hosted API: LangChain's OpenAI classes at another base URL, and the reranker. */
export async function startHosted(settings: HostedSettings): Promise<Backend> {
  const { apiKey, baseURL, embeddingModel, rerankModel, chatModel } = settings;
  // Loaded here only, as it takes a quarter of a second that a run without a key need not wait for.
  const { ChatOpenAI, OpenAIEmbeddings } = await import("@langchain/openai");
  const common = { apiKey, configuration: { baseURL }, maxRetries: 2, timeout: 60_000 };
  const chat = new ChatOpenAI({ ...common, model: chatModel, maxTokens: 800 });
  const spent = newSpent();
  return {
    notice: `Hosted API at ${baseURL}: ${embeddingModel} embeds, ${rerankModel} reranks, ${chatModel} answers`,
    embeddings: () =>
      new OpenAIEmbeddings({ ...common, model: embeddingModel, batchSize: 64, encodingFormat: "float" }),
    batchSize: 64,
    reranker: createReranker({ apiKey, baseURL, model: rerankModel, onEvent: countSpent(spent) }),
    concurrency: 4,
    answer: async (question, passages) => {
      const message = await chat.invoke([
        ["system", systemPrompt],
        ["human", passagesForPrompt(question, passages)],
      ]);
      return {
        label: `(by ${chatModel}, from these passages)`,
        text: message.text.trim(),
        tokens: totalTokens(message.usage_metadata),
      };
    },
    spent,
    close: async () => {},
  };
}

/** LangChain's own type of the message's field comes out as `never` here: a parameter says what it is. */
function totalTokens(usage: UsageMetadata | undefined): number | undefined {
  return usage?.total_tokens;
}
