import { bearer, failedForNow, question, refusedKey, type ServerFixture, wrongRequest } from "./fixture.ts";

const { query, documents } = question;

export const infinity: ServerFixture = {
  provider: "infinity",
  sources: [
    "https://michaelfeil.eu/infinity/",
    "https://github.com/michaelfeil/infinity/blob/0.0.77/libs/infinity_emb/infinity_emb/fastapi_schemas/pymodels.py",
    "https://github.com/michaelfeil/infinity/blob/0.0.77/libs/infinity_emb/infinity_emb/infinity_server.py",
  ],
  request: {
    path: "/rerank",
    headers: bearer,
    body: { query, documents, top_n: 2 },
  },
  responses: [
    {
      title: "scores alone",
      body: {
        object: "rerank",
        results: [
          { relevance_score: 0.9983, index: 0, document: null },
          { relevance_score: 0.1, index: 2, document: null },
        ],
        model: "mixedbread-ai/mxbai-rerank-xsmall-v1",
        usage: { prompt_tokens: 130, total_tokens: 130 },
        id: "infinity-5ed9b0d6",
        created: 1_760_000_000,
      },
      results: [
        [0, 0.9983],
        [2, 0.1],
      ],
      usage: { promptTokens: 130, totalTokens: 130 },
      id: "infinity-5ed9b0d6",
    },
  ],
  errors: [
    {
      title: "a model of another kind",
      status: 400,
      body: {
        error: {
          message: "ModelNotDeployedError: model=`x` does not support `rerank`. Reason: the loaded model cannot",
          type: null,
          param: null,
          code: 400,
        },
      },
      fails: { ...wrongRequest, says: ["does not support `rerank`"] },
    },
    {
      title: "an unknown model",
      status: 400,
      body: {
        error: { message: "Invalid model: Engine for model name `x` not found.", type: null, param: null, code: 400 },
      },
      fails: { ...wrongRequest, says: ["not found", "pass model"] },
    },
    {
      title: "a validation error that repeats the request",
      status: 422,
      body: {
        detail: [
          {
            type: "too_long",
            loc: ["body", "documents"],
            msg: "List should have at most 2048 items after validation, not 2049",
            input: documents,
            ctx: { field_type: "List", max_length: 2048, actual_length: 2049 },
          },
        ],
      },
      fails: { ...wrongRequest, says: ["body.documents: List should have at most 2048 items"] },
    },
    {
      title: "a wrong key",
      status: 401,
      body: { detail: "Unauthorized" },
      fails: { ...refusedKey, says: ["Unauthorized"] },
    },
    {
      title: "a fault inside",
      status: 500,
      body: { error: { message: "InternalServerError: CUDA out of memory", type: null, param: null, code: 500 } },
      fails: { ...failedForNow, says: ["CUDA out of memory"] },
    },
  ],
};
