import { bearer, question, refusedKey, type ServerFixture, tooMany, wrongRequest } from "./fixture.ts";

const { query, documents } = question;

export const voyage: ServerFixture = {
  provider: "voyage",
  sources: [
    "https://docs.voyageai.com/reference/reranker-api",
    "https://github.com/voyage-ai/voyageai-python/blob/v0.4.1/voyageai/object/reranking.py",
    "https://github.com/diegosouzapw/OmniRoute/issues/7809 (live answers of 2026-07-19)",
  ],
  request: {
    path: "/v1/rerank",
    headers: bearer,
    body: { model: "rerank-2.5", query, documents, top_k: 2 },
  },
  responses: [
    {
      title: "rows under data",
      body: {
        object: "list",
        data: [
          { relevance_score: 0.86, index: 0 },
          { relevance_score: 0.41, index: 2 },
        ],
        model: "rerank-2.5",
        usage: { total_tokens: 57 },
      },
      results: [
        [0, 0.86],
        [2, 0.41],
      ],
      usage: { totalTokens: 57 },
    },
    {
      title: "documents as strings",
      body: {
        object: "list",
        data: [
          { relevance_score: 0.5, index: 2, document: documents[2] },
          { relevance_score: 0.5, index: 1, document: documents[1] },
        ],
        model: "rerank-2.5-lite",
        usage: { total_tokens: 57 },
      },
      results: [
        [2, 0.5],
        [1, 0.5],
      ],
      usage: { totalTokens: 57 },
    },
  ],
  errors: [
    {
      title: "an argument of another dialect",
      status: 400,
      body: { detail: "Argument 'top_n' is not supported by our API" },
      fails: { ...wrongRequest, says: ["Argument 'top_n' is not supported"] },
    },
    {
      title: "a wrong key",
      status: 401,
      body: { detail: "Provided API key is invalid." },
      fails: { ...refusedKey, says: ["Provided API key is invalid", "check apiKey"] },
    },
    {
      title: "too many requests",
      status: 429,
      body: { detail: "You have exceeded your rate limit." },
      fails: { ...tooMany, says: ["exceeded your rate limit"] },
    },
  ],
};
