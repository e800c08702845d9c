import { bearer, failedForNow, question, refusedKey, type ServerFixture, wrongRequest } from "./fixture.ts";

const { query, documents } = question;

export const localai: ServerFixture = {
  provider: "localai",
  sources: [
    "https://localai.io/features/reranker/",
    "https://github.com/mudler/LocalAI/blob/v4.9.0/core/http/endpoints/jina/rerank.go",
    "https://github.com/mudler/LocalAI/blob/v4.9.0/core/schema/jina.go",
  ],
  options: { model: "jina-reranker-v1-base-en" },
  request: {
    path: "/v1/rerank",
    headers: bearer,
    body: { model: "jina-reranker-v1-base-en", query, documents },
  },
  responses: [
    {
      title: "all, in the order of the documents",
      body: {
        model: "jina-reranker-v1-base-en",
        usage: { total_tokens: 30, prompt_tokens: 6 },
        results: [
          { index: 0, document: { text: documents[0] }, relevance_score: 0.41 },
          { index: 1, document: { text: documents[1] }, relevance_score: 0.02 },
          { index: 2, document: { text: documents[2] }, relevance_score: 0.63 },
        ],
      },
      results: [
        [2, 0.63],
        [0, 0.41],
      ],
      usage: { promptTokens: 6, totalTokens: 30 },
    },
  ],
  errors: [
    {
      title: "no model",
      status: 400,
      body: { error: { code: 400, message: "Bad Request", type: "" } },
      fails: { ...wrongRequest, says: ["Bad Request"] },
    },
    {
      title: "a top N that is refused, in a bare JSON string",
      status: 422,
      body: '"top_n - should be greater than or equal to 1"',
      fails: { ...wrongRequest, says: ["top_n - should be greater"] },
    },
    {
      title: "a backend that fails",
      status: 500,
      body: {
        error: { code: 500, message: "rpc error: code = Unavailable desc = error reading from server: EOF", type: "" },
      },
      fails: { ...failedForNow, says: ["error reading from server"] },
    },
    {
      title: "a wrong key",
      status: 401,
      body: { error: { code: 401, message: "An authentication key is required", type: "invalid_request_error" } },
      fails: { ...refusedKey, says: ["An authentication key is required"] },
    },
  ],
};
