import {
  bearer,
  failedForNow,
  question,
  refusedKey,
  type ServerFixture,
  tooMany,
  wrongRequest,
  wrongResponse,
} from "./fixture.ts";

const { query, documents } = question;

export const siliconflow: ServerFixture = {
  provider: "siliconflow",
  sources: [
    "https://docs.siliconflow.cn/cn/api-reference/rerank/create-rerank",
    "https://docs.siliconflow.cn/cn/faqs/error-code",
    "https://github.com/QuantumNous/new-api/issues/2734 (a live answer of 2026-01-24)",
  ],
  request: {
    path: "/v1/rerank",
    headers: bearer,
    body: { model: "BAAI/bge-reranker-v2-m3", query, documents, top_n: 2 },
  },
  responses: [
    {
      title: "tokens at the root",
      body: {
        id: "01977",
        results: [
          { document: { text: documents[0] }, index: 0, relevance_score: 0.991 },
          { document: { text: documents[2] }, index: 2, relevance_score: 0.0047 },
        ],
        tokens: { input_tokens: 123, output_tokens: 0 },
      },
      results: [
        [0, 0.991],
        [2, 0.0047],
      ],
      usage: { promptTokens: 123, totalTokens: 123 },
      id: "01977",
    },
    {
      title: "tokens and billed units under meta, documents as null",
      body: {
        id: "01978",
        results: [
          { index: 2, relevance_score: 0.6, document: null },
          { index: 0, relevance_score: 0.2, document: null },
        ],
        meta: {
          billed_units: { input_tokens: 28, output_tokens: 0, search_units: 0, classifications: 0 },
          tokens: { input_tokens: 28, output_tokens: 0 },
        },
      },
      results: [
        [2, 0.6],
        [0, 0.2],
      ],
      usage: { promptTokens: 28, totalTokens: 28, searchUnits: 0 },
      id: "01978",
    },
  ],
  errors: [
    {
      title: "an unknown model",
      status: 400,
      body: { code: 20012, message: "Model does not exist. Please check it carefully.", data: null },
      fails: { ...wrongRequest, says: ["Model does not exist", "check model"] },
    },
    {
      title: "the same with success",
      status: 200,
      body: { code: 20012, message: "Model does not exist. Please check it carefully.", data: null },
      fails: { ...wrongResponse, says: ["success and an error in it", "Model does not exist", "check model"] },
    },
    {
      title: "a wrong key, in a bare JSON string",
      status: 401,
      body: '"Invalid token"',
      fails: { ...refusedKey, says: ["Invalid token"] },
    },
    {
      title: "too many tokens a minute",
      status: 429,
      body: { message: "Request was rejected due to rate limiting. Details: TPM limit reached.", data: "string" },
      fails: { ...tooMany, says: ["TPM limit reached"] },
    },
    {
      title: "an overloaded model",
      status: 503,
      body: { code: 50505, message: "Model service overloaded. Please try again later.", data: "string" },
      fails: { ...failedForNow, says: ["overloaded"] },
    },
  ],
};
