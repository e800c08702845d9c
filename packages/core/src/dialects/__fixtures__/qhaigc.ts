import {
  bearer,
  question,
  refusedKey,
  type ServerFixture,
  failedForNow,
  tooMany,
  wrongRequest,
  wrongResponse,
} from "./fixture.ts";

const { query, documents } = question;

export const qhaigc: ServerFixture = {
  provider: "qhaigc",
  sources: [
    "https://docs.newapi.pro/en/api/jinaai-rerank",
    "https://github.com/QuantumNous/new-api/blob/206e9e7489b5fff3884e94462077ea9a456357f6/dto/rerank.go",
    "https://github.com/QuantumNous/new-api/blob/003d7c0089a887d2e52247cfcf75c003bd579d54/middleware/distributor.go",
  ],
  request: {
    path: "/rerank",
    headers: bearer,
    body: { model: "bge-reranker-v2-m3", query, documents, top_n: 2 },
  },
  responses: [
    {
      title: "scores alone",
      body: {
        results: [
          { index: 0, relevance_score: 0.9854 },
          { index: 2, relevance_score: 0.6773 },
        ],
        usage: { prompt_tokens: 77, total_tokens: 77 },
      },
      results: [
        [0, 0.9854],
        [2, 0.6773],
      ],
      usage: { promptTokens: 77, totalTokens: 77 },
    },
    {
      title: "documents beside the scores, and usage of other kinds",
      body: {
        results: [
          { document: { text: documents[2] }, index: 2, relevance_score: 0.88 },
          { document: { text: documents[0] }, index: 0, relevance_score: 0.76 },
        ],
        usage: { prompt_tokens: 815, completion_tokens: 0, total_tokens: 815, prompt_tokens_details: {} },
      },
      results: [
        [2, 0.88],
        [0, 0.76],
      ],
      usage: { promptTokens: 815, totalTokens: 815 },
    },
  ],
  errors: [
    {
      title: "a wrong key",
      status: 401,
      body: { error: { message: "Invalid token (request id: 2026)", type: "new_api_error", param: "", code: "" } },
      fails: { ...refusedKey, says: ["Invalid token", "check apiKey"] },
    },
    {
      title: "a validation error with 500",
      status: 500,
      body: { error: { message: "query is empty", type: "new_api_error", param: "", code: "invalid_request" } },
      fails: { ...wrongRequest, says: ["query is empty", "(500; "] },
    },
    {
      title: "a misspelled model with 503",
      status: 503,
      body: {
        error: {
          message: "No available channel for model bge-reranker under group default (distributor)",
          type: "new_api_error",
          code: "model_not_found",
        },
      },
      fails: { ...wrongRequest, says: ['the model "bge-reranker-v2-m3" is not served here', "No available channel"] },
    },
    {
      title: "the same in Chinese",
      status: 503,
      body: { error: { message: "分组 default 下模型 x 无可用渠道", type: "new_api_error", code: "model_not_found" } },
      fails: { ...wrongRequest, says: ["check model"] },
    },
    {
      title: "a failure upstream",
      status: 500,
      body: {
        error: { message: "upstream error: do request failed", type: "new_api_error", code: "do_request_failed" },
      },
      fails: { ...failedForNow, says: ["do request failed"] },
    },
    {
      title: "too many requests",
      status: 429,
      body: { error: { message: "rate limit", type: "new_api_error", code: "" } },
      fails: { ...tooMany, says: ["rate limit"] },
    },
    {
      title: "the console's page in the place of the API",
      status: 200,
      body: "<!doctype html><html><head><title>Gateway</title></head><body></body></html>",
      fails: { ...wrongResponse, says: ["HTML page", "check that baseURL ends in /v1"] },
    },
    {
      title: "rows that a gateway has read and written as zeros",
      status: 200,
      body: {
        results: [
          { index: 0, relevance_score: 0 },
          { index: 0, relevance_score: 0 },
        ],
        usage: {},
      },
      fails: { ...wrongResponse, says: ["repeats index 0"] },
    },
  ],
};
