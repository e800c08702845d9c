import { bearer, question, refusedKey, type ServerFixture, wrongRequest } from "./fixture.ts";

const { query, documents } = question;

export const jina: ServerFixture = {
  provider: "jina",
  sources: ["https://api.jina.ai/redoc#tag/rerank", "https://jina.ai/reranker"],
  request: {
    path: "/v1/rerank",
    headers: bearer,
    body: { model: "jina-reranker-v2-base-multilingual", query, documents, top_n: 2 },
  },
  responses: [
    {
      title: "documents as objects",
      body: {
        model: "jina-reranker-v2-base-multilingual",
        object: "list",
        usage: { total_tokens: 815 },
        results: [
          { index: 0, relevance_score: 0.8783142566680908, document: { text: documents[0] } },
          { index: 2, relevance_score: 0.7624675869941711, document: { text: documents[2] } },
        ],
      },
      results: [
        [0, 0.8783142566680908],
        [2, 0.7624675869941711],
      ],
      usage: { totalTokens: 815 },
    },
    {
      title: "documents as null, and a score below zero",
      body: {
        model: "jina-reranker-v3",
        object: "list",
        usage: { total_tokens: 342, prompt_tokens: 342 },
        results: [
          { index: 2, relevance_score: 0.31, document: null },
          { index: 0, relevance_score: -0.12, document: null },
        ],
      },
      results: [
        [2, 0.31],
        [0, -0.12],
      ],
      usage: { promptTokens: 342, totalTokens: 342 },
    },
  ],
  errors: [
    {
      title: "no credit left",
      status: 402,
      body: {
        data: null,
        code: 402,
        name: "InsufficientBalanceError",
        status: 40203,
        message: "Account balance not enough to run this query, please recharge.",
      },
      fails: { ...refusedKey, says: ["please recharge", "check the account's balance"] },
    },
    {
      title: "a validation error that repeats the request",
      status: 422,
      body: {
        detail: [
          {
            type: "string_type",
            loc: ["body", "TextRankerInput", "documents", 1],
            msg: "Input should be a valid string",
            input: { query, documents },
          },
        ],
      },
      fails: { ...wrongRequest, says: ["body.TextRankerInput.documents.1: Input should be a valid string"] },
    },
    {
      title: "a validation error in one text, which repeats the request",
      status: 422,
      body: { detail: `[{'type': 'missing', 'loc': ('query',), 'input': {'documents': ['${documents[0]}']}}]` },
      fails: { ...wrongRequest, says: ["withheld"] },
    },
  ],
};
