import { bearer, failedForNow, question, refusedKey, type ServerFixture, tooMany, wrongRequest } from "./fixture.ts";

const { query, documents } = question;

export const litellm: ServerFixture = {
  provider: "litellm",
  sources: [
    "https://docs.litellm.ai/docs/rerank (2026-10-10)",
    "https://docs.litellm.ai/docs/exception_mapping",
    "https://docs.litellm.ai/docs/proxy/error_diagnosis",
  ],
  options: { model: "rerank" },
  request: {
    path: "/v1/rerank",
    headers: bearer,
    body: { model: "rerank", query, documents, top_n: 2 },
  },
  responses: [
    {
      title: "after Cohere",
      body: {
        id: "0d0a7ec5-ab6d-4b8a-b1c7-2a36d3a2e3a5",
        results: [
          { index: 0, relevance_score: 0.9962824, document: { text: documents[0] } },
          { index: 2, relevance_score: 0.4437, document: { text: documents[2] } },
        ],
        meta: { api_version: null, billed_units: { search_units: 1, total_tokens: 63 }, tokens: null },
      },
      results: [
        [0, 0.9962824],
        [2, 0.4437],
      ],
      usage: { searchUnits: 1, totalTokens: 63 },
      id: "0d0a7ec5-ab6d-4b8a-b1c7-2a36d3a2e3a5",
    },
  ],
  errors: [
    {
      title: "an unknown model",
      status: 400,
      body: {
        error: {
          message:
            "/rerank: Invalid model name passed in model=rerank. Call `/v1/models` to view available models for your key.",
          type: "invalid_request_error",
          param: null,
          code: "400",
        },
      },
      fails: { ...wrongRequest, says: ["Invalid model name", 'the model "rerank" is not served here'] },
    },
    {
      title: "the same before 1.40, inside detail",
      status: 400,
      body: { detail: { error: "/rerank: Invalid model name passed in model=rerank" } },
      fails: { ...wrongRequest, says: ["Invalid model name", "check model"] },
    },
    {
      title: "a wrong key",
      status: 401,
      body: {
        error: {
          message: "Authentication Error, Invalid proxy server token passed.",
          type: "auth_error",
          param: "None",
          code: "401",
        },
      },
      fails: { ...refusedKey, says: ["Invalid proxy server token"] },
    },
    {
      title: "a limit upstream",
      status: 429,
      body: {
        error: {
          message: "litellm.RateLimitError: CohereException",
          type: "throttling_error",
          param: null,
          code: "429",
        },
      },
      fails: { ...tooMany, says: ["RateLimitError"] },
    },
    {
      title: "a fault upstream",
      status: 500,
      body: {
        error: { message: "litellm.InternalServerError: connection lost", type: null, param: null, code: "500" },
      },
      fails: { ...failedForNow, says: ["connection lost"] },
    },
  ],
};
