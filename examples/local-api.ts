/**
 * Stands in for the hosted API where there is no key: reranking by words, embeddings by hashed character n-grams, and
 * in place of a language model, one that looks things up with the tool it is given and quotes what it reads.
 */
import { randomUUID } from "node:crypto";
import { lexicalReranker } from "@rankwire/local";
import { createRerankServer, serve } from "@rankwire/server";
import { HashEmbeddings } from "./demo/hash-embeddings.ts";

interface Message {
  readonly role: string;
  readonly content: string;
}

interface ChatRequest {
  readonly model: string;
  readonly messages: readonly Message[];
  readonly tools?: readonly { readonly function: { readonly name: string } }[];
}

/** Starts it on a free port of this machine. */
export async function startLocalApi(): Promise<{ readonly baseURL: string; readonly close: () => Promise<void> }> {
  const rerank = createRerankServer({ reranker: lexicalReranker() });
  const embeddings = new HashEmbeddings([]);
  const { url, close } = await serve({
    async fetch(request) {
      const { pathname } = new URL(request.url);
      if (pathname === "/v1/embeddings") {
        const { input, model } = (await request.json()) as { input: string | string[]; model: string };
        const vectors = await embeddings.embedDocuments([input].flat());
        const data = vectors.map((embedding, index) => ({ object: "embedding", index, embedding }));
        return Response.json({ object: "list", model, data, usage: { prompt_tokens: 0, total_tokens: 0 } });
      }
      if (pathname === "/v1/chat/completions") return Response.json(reply((await request.json()) as ChatRequest));
      return rerank.fetch(request);
    },
  });
  return { baseURL: `${url}/v1`, close };
}

function reply({ model, messages, tools = [] }: ChatRequest): object {
  const last = messages.at(-1);
  const [tool] = tools;
  const call = { name: tool?.function.name, arguments: JSON.stringify({ query: last?.content }) };
  const message =
    tool !== undefined && last?.role === "user"
      ? { role: "assistant", content: "", tool_calls: [{ id: "call-1", type: "function", function: call }] }
      : { role: "assistant", content: `(No language model here; the best passage says:) ${firstPassage(last)}` };
  const finish_reason = "tool_calls" in message ? "tool_calls" : "stop";
  const usage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
  return {
    // LangGraph takes two messages of one id for one message.
    id: `local-${randomUUID()}`,
    object: "chat.completion",
    created: 0,
    model,
    choices: [{ index: 0, finish_reason, message }],
    usage,
  };
}

/** The first line that is neither an instruction nor the question. */
function firstPassage(message: Message | undefined): string {
  const lines = (message?.content ?? "").split("\n").filter((line) => line.trim() !== "");
  return lines.find((line) => !line.endsWith(":") && !line.startsWith("Question")) ?? "nothing";
}
