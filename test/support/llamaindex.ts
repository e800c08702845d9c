import { BaseEmbedding } from "@llamaindex/core/embeddings";
import {
  type ChatMessage,
  type ChatResponse,
  type ChatResponseChunk,
  type LLMChatParamsBase,
  type LLMChatParamsNonStreaming,
  type LLMChatParamsStreaming,
  type LLMMetadata,
  ToolCallLLM,
  type ToolCallLLMMessageOptions as Options,
} from "@llamaindex/core/llms";
import { extractText } from "@llamaindex/core/utils";
import { HashEmbeddings } from "../../examples/demo/hash-embeddings.ts";

/**
 * A language model with no key and no network, of which LlamaIndex.TS exports none: it says what it was asked, word by
 * word, and calls the first tool that it is given.
 */
export class EchoLLM extends ToolCallLLM {
  readonly supportToolCall = true;
  /** Everything that it was asked, as text. */
  readonly prompts: string[] = [];
  readonly metadata: LLMMetadata = {
    model: "echo",
    temperature: 0,
    topP: 1,
    contextWindow: 100_000,
    tokenizer: undefined,
    structuredOutput: false,
  };

  override chat(request: LLMChatParamsStreaming<object, Options>): Promise<AsyncIterable<ChatResponseChunk<Options>>>;
  override chat(request: LLMChatParamsNonStreaming<object, Options>): Promise<ChatResponse<Options>>;
  override async chat({
    messages,
    stream,
    tools = [],
  }: LLMChatParamsBase<object, Options> & { stream?: boolean }): Promise<
    AsyncIterable<ChatResponseChunk<Options>> | ChatResponse<Options>
  > {
    const text = messages.map(({ content }) => textOf(content)).join("\n");
    this.prompts.push(text);
    const isFirst = !messages.some(({ options }) => options !== undefined && "toolResult" in options);
    const [tool] = tools;
    if (stream && tool !== undefined && isFirst) {
      const query = textOf(messages.at(-1)?.content ?? "");
      return chunksOf([{ toolCall: [{ id: "call-1", name: tool.metadata.name, input: { query } }] }]);
    }
    if (stream) return chunksOf(text.split(/(?<= )/u));
    return { message: { role: "assistant", content: text }, raw: null };
  }
}

/** Embeddings with no model: texts that share parts of words come close to each other. */
export class HashEmbedding extends BaseEmbedding {
  readonly #embeddings: HashEmbeddings;

  constructor(texts: readonly string[] = []) {
    super();
    this.#embeddings = new HashEmbeddings(texts);
  }

  override getTextEmbedding(text: string): Promise<number[]> {
    return this.#embeddings.embedQuery(text);
  }
}

async function* chunksOf(parts: readonly (string | Options)[]): AsyncIterable<ChatResponseChunk<Options>> {
  for (const part of parts) {
    yield typeof part === "string" ? { delta: part, raw: null } : { delta: "", raw: null, options: part };
  }
}

function textOf(content: ChatMessage["content"] | object): string {
  return typeof content === "string" || Array.isArray(content) ? extractText(content) : JSON.stringify(content);
}
