import { bearer, failedForNow, question, type ServerFixture, tooMany, wrongRequest } from "./fixture.ts";

const { query, documents } = question;

export const xinference: ServerFixture = {
  provider: "xinference",
  sources: [
    "https://inference.readthedocs.io/en/latest/models/model_abilities/rerank.html",
    "https://github.com/xorbitsai/inference/blob/v3.2.0/xinference/types.py (Rerank, Meta)",
    "https://github.com/xorbitsai/inference/blob/v3.2.0/xinference/api/restful_api.py (rerank)",
  ],
  options: { model: "bge-reranker-v2-m3" },
  request: {
    path: "/v1/rerank",
    headers: bearer,
    body: { model: "bge-reranker-v2-m3", query, documents, top_n: 2 },
  },
  responses: [
    {
      title: "a meta without counts",
      body: {
        id: "88177e80-cbeb-11ee-bfe5-0242ac110007",
        results: [
          { index: 0, relevance_score: 0.9999258, document: null },
          { index: 2, relevance_score: 0.1, document: null },
        ],
        meta: { api_version: null, billed_units: null, tokens: null, warnings: null },
      },
      results: [
        [0, 0.9999258],
        [2, 0.1],
      ],
      id: "88177e80-cbeb-11ee-bfe5-0242ac110007",
    },
    {
      title: "a meta with tokens, documents as objects",
      body: {
        id: "8",
        results: [
          { index: 0, relevance_score: 0.9, document: { text: documents[0] } },
          { index: 2, relevance_score: 0.2, document: { text: documents[2] } },
        ],
        meta: {
          api_version: null,
          billed_units: null,
          tokens: { input_tokens: 96, output_tokens: 96 },
          warnings: null,
        },
      },
      results: [
        [0, 0.9],
        [2, 0.2],
      ],
      usage: { promptTokens: 96, totalTokens: 96 },
      id: "8",
    },
  ],
  errors: [
    {
      title: "an unknown model",
      status: 400,
      body: { detail: "Model not found in the model list, uid: bge-reranker-v2-m3" },
      fails: { ...wrongRequest, says: ["Model not found in the model list", "check model"] },
    },
    {
      title: "a busy model",
      status: 429,
      body: { detail: "Rate limit reached for the model." },
      fails: { ...tooMany, says: ["Rate limit reached"] },
    },
    {
      title: "a fault inside that repeats a document",
      status: 500,
      body: { detail: `[address=127.0.0.1:33811, pid=73] cannot tokenize ${JSON.stringify(documents[1])}` },
      fails: { ...failedForNow, says: ["withheld"] },
    },
  ],
};
