import { bearer, failedForGood, question, refusedKey, type ServerFixture, tooMany, wrongRequest } from "./fixture.ts";

const { query, documents } = question;

export const tei: ServerFixture = {
  provider: "tei",
  sources: [
    "https://huggingface.github.io/text-embeddings-inference/",
    "https://github.com/huggingface/text-embeddings-inference/blob/v1.9.3/router/src/http/types.rs (RerankRequest, Rank)",
    "https://github.com/huggingface/text-embeddings-inference/blob/v1.9.3/router/src/http/server.rs (rerank, ErrorType)",
  ],
  request: {
    path: "/rerank",
    headers: bearer,
    body: { query, texts: documents, truncate: true },
  },
  responses: [
    {
      title: "a bare list of all",
      body: [
        { index: 0, score: 0.9997 },
        { index: 2, score: 0.0021 },
        { index: 1, score: 0.00001 },
      ],
      results: [
        [0, 0.9997],
        [2, 0.0021],
      ],
    },
    {
      title: "texts beside the scores",
      body: [
        { index: 2, text: documents[2], score: 0.6 },
        { index: 1, text: documents[1], score: 0.5 },
        { index: 0, text: documents[0], score: 0.4 },
      ],
      results: [
        [2, 0.6],
        [1, 0.5],
      ],
    },
  ],
  errors: [
    {
      title: "a batch that is too long",
      status: 422,
      body: { error: "batch size 33 > maximum allowed batch size 32", error_type: "Validation" },
      fails: { ...wrongRequest, says: ["batch size 33", "lower maxDocumentsPerRequest"] },
    },
    {
      title: "a model of another kind",
      status: 424,
      body: { error: "Backend error: model is not a re-ranker model", error_type: "Backend" },
      fails: { ...failedForGood, says: ["not a re-ranker model"] },
    },
    {
      title: "an overload",
      status: 429,
      body: { error: "Model is overloaded", error_type: "Overloaded" },
      fails: { ...tooMany, says: ["Model is overloaded"] },
    },
    {
      title: "a wrong key, with an empty body",
      status: 401,
      body: "",
      fails: { ...refusedKey, says: ["check apiKey", "(401; "] },
    },
    {
      title: "a body above the payload limit",
      status: 413,
      body: "length limit exceeded",
      fails: { ...wrongRequest, says: ["length limit exceeded", "lower maxDocumentsPerRequest"] },
    },
    {
      title: "a body of another dialect",
      status: 422,
      body: "Failed to deserialize the JSON body into the target type: missing field `texts` at line 1 column 90",
      fails: { ...wrongRequest, says: ["missing field `texts`"] },
    },
  ],
};
