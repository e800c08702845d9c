import { bearer, failedForNow, question, refusedKey, type ServerFixture, wrongRequest } from "./fixture.ts";

const { query, documents } = question;

export const together: ServerFixture = {
  provider: "together",
  sources: [
    "https://docs.together.ai/reference/rerank",
    "https://github.com/togethercomputer/together-typescript/blob/v0.49.0/src/resources/rerank.ts",
    "https://docs.together.ai/docs/error-codes",
  ],
  request: {
    path: "/v1/rerank",
    headers: bearer,
    body: { model: "Salesforce/Llama-Rank-v1", query, documents, top_n: 2 },
  },
  responses: [
    {
      title: "usage as of a chat",
      body: {
        object: "rerank",
        id: "9dfa1a09-5ebc-4a40-970f-586cb8f4ae47",
        model: "Salesforce/Llama-Rank-v1",
        results: [
          { index: 0, relevance_score: 0.8, document: { text: documents[0] } },
          { index: 2, relevance_score: 0.38, document: {} },
        ],
        usage: { prompt_tokens: 1837, completion_tokens: 0, total_tokens: 1837 },
      },
      results: [
        [0, 0.8],
        [2, 0.38],
      ],
      usage: { promptTokens: 1837, totalTokens: 1837 },
      id: "9dfa1a09-5ebc-4a40-970f-586cb8f4ae47",
    },
    {
      title: "usage as null",
      body: {
        object: "rerank",
        model: "Salesforce/Llama-Rank-v1",
        results: [
          { index: 0, relevance_score: 0.8, document: {} },
          { index: 2, relevance_score: 0.38, document: {} },
        ],
        usage: null,
      },
      results: [
        [0, 0.8],
        [2, 0.38],
      ],
    },
  ],
  errors: [
    {
      title: "a wrong key",
      status: 401,
      body: {
        id: "a",
        error: {
          message: "Invalid API key provided",
          type: "invalid_request_error",
          param: null,
          code: "invalid_api_key",
        },
      },
      fails: { ...refusedKey, says: ["Invalid API key provided"] },
    },
    {
      title: "an unknown model",
      status: 404,
      body: {
        id: "a",
        error: {
          message: "Unable to access model x",
          type: "invalid_request_error",
          param: null,
          code: "model_not_found",
        },
      },
      fails: {
        ...wrongRequest,
        says: ["Unable to access model", 'the model "Salesforce/Llama-Rank-v1" is not served'],
      },
    },
    {
      title: "an overload that is counted as 529",
      status: 529,
      body: { error: { message: "The engine is currently overloaded", type: "server_error" } },
      fails: { ...failedForNow, says: ["currently overloaded"] },
    },
  ],
};
