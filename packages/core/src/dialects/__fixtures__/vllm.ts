import { bearer, question, refusedKey, type ServerFixture, wrongRequest } from "./fixture.ts";

const { query, documents } = question;

export const vllm: ServerFixture = {
  provider: "vllm",
  sources: [
    "https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html",
    "https://github.com/vllm-project/vllm/blob/08a48e2b51ac2ea9c2cfad361806fc8cdaef866a/vllm/entrypoints/pooling/score/protocol.py",
    "https://github.com/zstar1003/ragflow-plus/issues/60 (the flat error of releases before 0.10)",
    "https://github.com/gpustack/gpustack/issues/2408 (likewise)",
  ],
  request: {
    path: "/v1/rerank",
    headers: bearer,
    body: { query, documents, top_n: 2 },
  },
  responses: [
    {
      title: "documents that may hold more than text",
      body: {
        id: "rerank-fae51b2b664d4ed38f5969b612edff77",
        model: "BAAI/bge-reranker-v2-m3",
        usage: { total_tokens: 56 },
        results: [
          { index: 0, document: { text: documents[0], multi_modal: null }, relevance_score: 0.99853515625 },
          { index: 2, document: { text: documents[2], multi_modal: null }, relevance_score: 0.0005860328674316406 },
        ],
      },
      results: [
        [0, 0.99853515625],
        [2, 0.0005860328674316406],
      ],
      usage: { totalTokens: 56 },
      id: "rerank-fae51b2b664d4ed38f5969b612edff77",
    },
    {
      title: "ties of 16-bit floats, in the server's order",
      body: {
        id: "rerank-1",
        model: "m",
        usage: { prompt_tokens: 56, total_tokens: 56 },
        results: [
          { index: 2, document: { text: documents[2] }, relevance_score: 1 },
          { index: 0, document: { text: documents[0] }, relevance_score: 1 },
        ],
      },
      results: [
        [2, 1],
        [0, 1],
      ],
      usage: { promptTokens: 56, totalTokens: 56 },
      id: "rerank-1",
    },
  ],
  errors: [
    {
      title: "an unknown model",
      status: 404,
      body: { error: { message: "The model `x` does not exist.", type: "NotFoundError", param: "model", code: 404 } },
      fails: { ...wrongRequest, says: ["does not exist", "pass model"] },
    },
    {
      title: "the same before 0.10",
      status: 404,
      body: {
        object: "error",
        message: "The model `x` does not exist.",
        type: "NotFoundError",
        param: null,
        code: 404,
      },
      fails: { ...wrongRequest, says: ["does not exist"] },
    },
    {
      title: "a model of another kind",
      status: 400,
      body: {
        object: "error",
        message: "The model does not support Rerank (Score) API",
        type: "BadRequestError",
        param: null,
        code: 400,
      },
      fails: { ...wrongRequest, says: ["does not support Rerank"] },
    },
    {
      title: "a validation error that repeats the request",
      status: 400,
      body: {
        error: {
          message: `[{'type': 'int_type', 'loc': ('body', 'top_n'), 'input': {'query': '${query}'}}]`,
          type: "Bad Request",
          param: null,
          code: 400,
        },
      },
      fails: { ...wrongRequest, says: ["withheld"] },
    },
    {
      title: "a text beyond the model's context",
      status: 400,
      body: {
        error: { message: "This model's maximum context length is 8192 tokens.", type: "BadRequestError", code: 400 },
      },
      fails: { ...wrongRequest, says: ["maximum context length"] },
    },
    {
      title: "a wrong key",
      status: 401,
      body: { error: "Unauthorized" },
      fails: { ...refusedKey, says: ["Unauthorized"] },
    },
  ],
};
