import { sigmoid } from "../../score-transform.ts";
import { bearer, failedForNow, question, type ServerFixture, wrongRequest } from "./fixture.ts";

const { query, documents } = question;

export const nvidia: ServerFixture = {
  provider: "nvidia",
  sources: [
    "https://docs.nvidia.com/nim/nemo-retriever/text-reranking/2.3/using-reranking.html",
    "https://github.com/langchain-ai/langchain-nvidia/blob/47a96a4/libs/ai-endpoints/langchain_nvidia_ai_endpoints/reranking.py",
  ],
  request: {
    path: "/v1/ranking",
    headers: bearer,
    body: {
      model: "nvidia/llama-nemotron-rerank-1b-v2",
      query: { text: query },
      passages: documents.map((text) => ({ text })),
      truncate: "END",
    },
  },
  responses: [
    {
      title: "logits of all",
      body: {
        rankings: [
          { index: 0, logit: 4.2421875 },
          { index: 2, logit: -3.029296875 },
          { index: 1, logit: -11.5 },
        ],
      },
      results: [
        [0, sigmoid(4.2421875)],
        [2, sigmoid(-3.029296875)],
      ],
    },
    {
      title: "usage",
      body: {
        rankings: [
          { index: 2, logit: 0 },
          { index: 0, logit: -1.2421875 },
          { index: 1, logit: -5.41015625 },
        ],
        usage: { prompt_tokens: 164, total_tokens: 164 },
      },
      results: [
        [2, 0.5],
        [0, sigmoid(-1.2421875)],
      ],
      usage: { promptTokens: 164, totalTokens: 164 },
    },
  ],
  errors: [
    {
      title: "a wrong request, with an empty detail",
      status: 400,
      body: {
        object: "error",
        message: "Input length 9001 exceeds maximum",
        detail: {},
        type: "invalid_request_error",
      },
      fails: { ...wrongRequest, says: ["exceeds maximum"] },
    },
    {
      title: "an unknown model",
      status: 404,
      body: { error: "Unknown model: the model 'x' is not found" },
      fails: { ...wrongRequest, says: ['the model "nvidia/llama-nemotron-rerank-1b-v2" is not served here'] },
    },
    {
      title: "a model that is not ready",
      status: 503,
      body: { object: "health-response", message: "Service is not ready." },
      fails: { ...failedForNow, says: ["Service is not ready"] },
    },
  ],
};
