import { question, refusedKey, type ServerFixture, tooMany, wrongRequest } from "./fixture.ts";

const { query, documents } = question;

export const pinecone: ServerFixture = {
  provider: "pinecone",
  sources: [
    "https://docs.pinecone.io/reference/api/2026-04/inference/rerank",
    "https://github.com/pinecone-io/pinecone-ts-client/tree/v8.2.0/src/pinecone-generated-ts-fetch/inference/models",
  ],
  request: {
    path: "/rerank",
    headers: { "api-key": "key-7c1e94b2f0", "x-pinecone-api-version": "2026-04" },
    body: {
      model: "bge-reranker-v2-m3",
      query,
      documents: documents.map((text) => ({ text })),
      top_n: 2,
      return_documents: false,
    },
  },
  responses: [
    {
      title: "rows under data, with rerank units",
      body: {
        model: "bge-reranker-v2-m3",
        data: [
          { index: 0, score: 0.99949145 },
          { index: 2, score: 0.00032, document: { text: documents[2] } },
        ],
        usage: { rerank_units: 1 },
      },
      results: [
        [0, 0.99949145],
        [2, 0.00032],
      ],
      usage: { searchUnits: 1 },
    },
  ],
  errors: [
    {
      title: "a wrong request",
      status: 400,
      body: { error: { code: "INVALID_ARGUMENT", message: "Too many documents: 101" }, status: 400 },
      fails: { ...wrongRequest, says: ["Too many documents: 101", "lower maxDocumentsPerRequest"] },
    },
    {
      title: "a wrong key, in words",
      status: 401,
      body: "Invalid API Key",
      fails: { ...refusedKey, says: ["Invalid API Key"] },
    },
    {
      title: "a spent quota",
      status: 429,
      body: { error: { code: "RESOURCE_EXHAUSTED", message: "You've reached the rerank request limit" }, status: 429 },
      fails: { ...tooMany, says: ["request limit"] },
    },
  ],
};
