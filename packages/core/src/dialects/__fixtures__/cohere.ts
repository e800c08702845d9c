import { bearer, failedForNow, question, refusedKey, type ServerFixture, tooMany, wrongRequest } from "./fixture.ts";

const { query, documents } = question;

export const cohere: ServerFixture = {
  provider: "cohere",
  sources: [
    "https://docs.cohere.com/reference/rerank",
    "https://docs.cohere.com/reference/errors",
    "https://github.com/cohere-ai/cohere-typescript/tree/8.0.1/src/api/resources/v2 (V2RerankRequest, V2RerankResponse)",
  ],
  request: {
    path: "/v2/rerank",
    headers: bearer,
    body: { model: "rerank-v4.0-pro", query, documents, top_n: 2 },
  },
  responses: [
    {
      title: "v2",
      body: {
        id: "07734bd2-2473-4f07-94e1-0d9f0e6843cf",
        results: [
          { index: 0, relevance_score: 0.999071 },
          { index: 2, relevance_score: 0.32713068 },
        ],
        meta: { api_version: { version: "2", is_experimental: false }, billed_units: { search_units: 1 } },
      },
      results: [
        [0, 0.999071],
        [2, 0.32713068],
      ],
      usage: { searchUnits: 1 },
      id: "07734bd2-2473-4f07-94e1-0d9f0e6843cf",
    },
    {
      title: "v1, with documents and tokens",
      body: {
        id: "a",
        results: [
          { document: { text: documents[0] }, index: 0, relevance_score: 0.98 },
          { document: { text: documents[2] }, index: 2, relevance_score: 0.5 },
        ],
        meta: { billed_units: { search_units: 2 }, tokens: { input_tokens: 120, output_tokens: 0 }, warnings: ["x"] },
      },
      results: [
        [0, 0.98],
        [2, 0.5],
      ],
      usage: { searchUnits: 2, promptTokens: 120, totalTokens: 120 },
      id: "a",
    },
  ],
  errors: [
    {
      title: "a wrong key",
      status: 401,
      body: { id: "b", message: "invalid api token" },
      fails: { ...refusedKey, says: ["invalid api token", "check apiKey"] },
    },
    {
      title: "an unknown model",
      status: 404,
      body: { id: "c", message: "model 'rerank-x' not found, make sure the correct model ID was used" },
      fails: { ...wrongRequest, says: ['the model "rerank-v4.0-pro" is not served here'] },
    },
    {
      title: "a validation error",
      status: 400,
      body: { message: "invalid request: list of documents must not be empty" },
      fails: { ...wrongRequest, says: ["list of documents must not be empty"] },
    },
    {
      title: "the limit of a trial key",
      status: 429,
      body: { message: "You are using a Trial key, which is limited to 10 API calls / minute" },
      fails: { ...tooMany, says: ["Trial key"] },
    },
    {
      title: "a timeout on the way",
      status: 504,
      body: "upstream request timeout",
      fails: { ...failedForNow, says: ["upstream request timeout"] },
    },
  ],
};
