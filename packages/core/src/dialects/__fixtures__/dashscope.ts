import { bearer, failedForNow, question, refusedKey, type ServerFixture, tooMany, wrongRequest } from "./fixture.ts";

const { query, documents } = question;

const sources = [
  "https://www.alibabacloud.com/help/en/model-studio/text-rerank-api (2026-03-15)",
  "https://github.com/dashscope/dashscope-sdk-python/blob/v1.26.2/dashscope/rerank/text_rerank.py",
  "https://www.alibabacloud.com/help/en/model-studio/error-code",
];

export const dashscope: ServerFixture = {
  provider: "dashscope",
  sources,
  request: {
    path: "/compatible-api/v1/reranks",
    headers: bearer,
    body: { model: "qwen3-rerank", query, documents, top_n: 2 },
  },
  responses: [
    {
      title: "the compatible mode",
      body: {
        object: "list",
        results: [
          { index: 0, relevance_score: 0.93 },
          { index: 2, relevance_score: 0.34 },
        ],
        model: "qwen3-rerank",
        id: "85ba5752-1900-47d2-8896-23f99b13f6e1",
        usage: { total_tokens: 79 },
      },
      results: [
        [0, 0.93],
        [2, 0.34],
      ],
      usage: { totalTokens: 79 },
      id: "85ba5752-1900-47d2-8896-23f99b13f6e1",
    },
  ],
  errors: [
    {
      title: "no key",
      status: 401,
      body: { code: "InvalidApiKey", message: "Invalid API-key provided.", request_id: "fb53c4ec" },
      fails: { ...refusedKey, says: ["Invalid API-key provided", "check apiKey"] },
    },
    {
      title: "an unknown model",
      status: 400,
      body: { code: "InvalidParameter", message: "Model not exist.", request_id: "fb53c4ec" },
      fails: { ...wrongRequest, says: ["Model not exist", "check model"] },
    },
    {
      title: "an error as the compatible mode writes it",
      status: 400,
      body: {
        error: { message: "documents is empty", type: "invalid_request_error", param: null, code: "invalid_parameter" },
        request_id: "fb53c4ec",
      },
      fails: { ...wrongRequest, says: ["documents is empty"] },
    },
  ],
};

/** The same provider in its own dialect. */
export const dashscopeNative: ServerFixture = {
  provider: "dashscope",
  sources,
  options: { dialect: "dashscope", model: "gte-rerank-v2" },
  request: {
    path: "/api/v1/services/rerank/text-rerank/text-rerank",
    headers: bearer,
    body: {
      model: "gte-rerank-v2",
      input: { query, documents },
      parameters: { top_n: 2, return_documents: false },
    },
  },
  responses: [
    {
      title: "rows under output",
      body: {
        output: {
          results: [
            { index: 2, relevance_score: 0.987654, document: { text: documents[2] } },
            { index: 0, relevance_score: 0.876543, document: { text: documents[0] } },
          ],
        },
        usage: { input_tokens: 1279 },
        request_id: "b042e72d-7994-97dd-b3d2-7ee7e0140525",
      },
      results: [
        [2, 0.987654],
        [0, 0.876543],
      ],
      usage: { promptTokens: 1279, totalTokens: 1279 },
      id: "b042e72d-7994-97dd-b3d2-7ee7e0140525",
    },
  ],
  errors: [
    {
      title: "too many requests",
      status: 429,
      body: { code: "Throttling.RateQuota", message: "Requests rate limit exceeded.", request_id: "x" },
      fails: { ...tooMany, says: ["Requests rate limit exceeded"] },
    },
    {
      title: "a fault inside",
      status: 500,
      body: {
        code: "InternalError",
        message: "An internal error has occured, please try again later.",
        request_id: "x",
      },
      fails: { ...failedForNow, says: ["internal error"] },
    },
  ],
};
