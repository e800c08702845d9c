import { bearer, question, refusedKey, type ServerFixture, wrongRequest } from "./fixture.ts";

const { query, documents } = question;

export const mixedbread: ServerFixture = {
  provider: "mixedbread",
  sources: [
    "https://www.mixedbread.com/api-reference/endpoints/reranking",
    "https://github.com/mixedbread-ai/mixedbread-ts/blob/v0.77.0/src/resources/top-level.ts",
  ],
  request: {
    path: "/v1/reranking",
    headers: bearer,
    body: { model: "mixedbread-ai/mxbai-rerank-large-v2", query, input: documents, top_k: 2 },
  },
  responses: [
    {
      title: "rows under data, with a score",
      body: {
        usage: { prompt_tokens: 100, total_tokens: 100, completion_tokens: 0 },
        model: "mixedbread-ai/mxbai-rerank-large-v2",
        data: [
          { index: 0, score: 0.98, input: null, object: "rank_result" },
          { index: 2, score: 0.53, input: null, object: "rank_result" },
        ],
        object: "list",
        top_k: 2,
        return_input: false,
      },
      results: [
        [0, 0.98],
        [2, 0.53],
      ],
      usage: { promptTokens: 100, totalTokens: 100 },
    },
  ],
  errors: [
    {
      title: "a wrong key",
      status: 401,
      body: { detail: "Invalid API key" },
      fails: { ...refusedKey, says: ["Invalid API key"] },
    },
    {
      title: "a validation error",
      status: 422,
      body: { detail: [{ loc: ["body", "top_k"], msg: "Input should be greater than 0", type: "greater_than" }] },
      fails: { ...wrongRequest, says: ["body.top_k: Input should be greater than 0"] },
    },
  ],
};
