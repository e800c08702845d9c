import { sigmoid } from "../../score-transform.ts";
import {
  bearer,
  failedForGood,
  failedForNow,
  question,
  refusedKey,
  type ServerFixture,
  wrongRequest,
} from "./fixture.ts";

const { query, documents } = question;

const sources = [
  "https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md",
  "https://github.com/ggml-org/llama.cpp/blob/2f6903434e8d98d425ed0f960c3cd6e9ebd3651e/tools/server/tests/unit/test_rerank.py",
  "https://github.com/ggml-org/llama.cpp/blob/master/tools/server/server-common.cpp (format_response_rerank)",
];

export const llamacpp: ServerFixture = {
  provider: "llamacpp",
  sources,
  options: { model: "bge-reranker-v2-m3-Q8_0.gguf" },
  request: {
    path: "/v1/rerank",
    headers: bearer,
    body: { model: "bge-reranker-v2-m3-Q8_0.gguf", query, documents },
  },
  responses: [
    {
      title: "logits, in the order of the documents, of an early server",
      body: {
        model: "bge-reranker-v2-m3-Q8_0.gguf",
        object: "list",
        usage: { prompt_tokens: 26, total_tokens: 26 },
        results: [
          { index: 0, relevance_score: 5.4 },
          { index: 1, relevance_score: -11.2 },
          { index: 2, relevance_score: -0.8 },
        ],
      },
      results: [
        [0, sigmoid(5.4)],
        [2, sigmoid(-0.8)],
      ],
      usage: { promptTokens: 26, totalTokens: 26 },
    },
  ],
  errors: [
    {
      title: "a pair beyond the physical batch",
      status: 500,
      body: {
        error: {
          code: 500,
          message:
            "input (700 tokens) is too large to process. increase the physical batch size (current batch size: 512)",
          type: "server_error",
        },
      },
      fails: { ...wrongRequest, says: ["too large to process", "physical batch size"] },
    },
    {
      title: "a server that was started without --reranking",
      status: 501,
      body: {
        error: {
          code: 501,
          message: "This server does not support reranking. Start it with `--reranking`",
          type: "not_supported_error",
        },
      },
      fails: { ...failedForGood, says: ["Start it with `--reranking`"] },
    },
    {
      title: "a model that is still loading",
      status: 503,
      body: { error: { message: "Loading model", type: "unavailable_error", code: 503 } },
      fails: { ...failedForNow, says: ["Loading model"] },
    },
    {
      title: "a wrong key",
      status: 401,
      body: { error: { message: "Invalid API Key", type: "authentication_error", code: 401 } },
      fails: { ...refusedKey, says: ["Invalid API Key"] },
    },
  ],
};

/** A Qwen3 reranker: its scores come through a softmax, and stay as they are. */
export const llamacppQwen: ServerFixture = {
  provider: "llamacpp",
  sources: [...sources, "https://github.com/ggml-org/llama.cpp/blob/master/src/llama-graph.cpp (build_pooling, RANK)"],
  options: { model: "Qwen3-Reranker-0.6B" },
  request: {
    path: "/v1/rerank",
    headers: bearer,
    body: { model: "Qwen3-Reranker-0.6B", query, documents },
  },
  responses: [
    {
      title: "probabilities",
      body: {
        model: "Qwen3-Reranker-0.6B",
        object: "list",
        usage: { prompt_tokens: 260, total_tokens: 260 },
        results: [
          { index: 0, relevance_score: 0.9999514 },
          { index: 2, relevance_score: 0.31 },
          { index: 1, relevance_score: 0.0000186 },
        ],
      },
      results: [
        [0, 0.9999514],
        [2, 0.31],
      ],
      usage: { promptTokens: 260, totalTokens: 260 },
    },
  ],
  errors: [],
};
