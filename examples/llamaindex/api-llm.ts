import {
  BaseLLM,
  type ChatResponse,
  type ChatResponseChunk,
  type LLMChatParamsBase,
  type LLMChatParamsNonStreaming,
  type LLMChatParamsStreaming,
  type LLMMetadata,
} from "@llamaindex/core/llms";
import { extractText } from "@llamaindex/core/utils";
import { postJson } from "./post-json.ts";

/** A language model behind any API that speaks OpenAI's `POST /chat/completions`. */
export class ApiLLM extends BaseLLM {
  readonly metadata: LLMMetadata;

  constructor(model: string) {
    super();
    this.metadata = {
      model,
      temperature: 0,
      topP: 1,
      contextWindow: 32_000,
      tokenizer: undefined,
      structuredOutput: false,
    };
  }

  override chat(request: LLMChatParamsStreaming): Promise<AsyncIterable<ChatResponseChunk>>;
  override chat(request: LLMChatParamsNonStreaming): Promise<ChatResponse>;
  override async chat({
    messages,
    stream,
  }: LLMChatParamsBase & { stream?: boolean }): Promise<AsyncIterable<ChatResponseChunk> | ChatResponse> {
    const { model, temperature } = this.metadata;
    const raw = await postJson<{ choices: { message: { content: string } }[] }>("chat/completions", {
      model,
      temperature,
      messages: messages.map(({ role, content }) => ({ role, content: extractText(content) })),
    });
    const content = raw.choices[0]?.message.content ?? "";
    return stream === true ? wholeAnswer(content) : { message: { role: "assistant", content }, raw };
  }
}

async function* wholeAnswer(delta: string): AsyncIterable<ChatResponseChunk> {
  yield { delta, raw: null };
}
