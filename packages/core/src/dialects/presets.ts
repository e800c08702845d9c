import { flat } from "./flat.ts";
import { mixedbread } from "./mixedbread.ts";
import { nvidia } from "./nvidia.ts";
import { pinecone } from "./pinecone.ts";
import type { Preset } from "./preset.ts";
import { tei } from "./tei.ts";
import { voyage } from "./voyage.ts";

/**
 * The providers whose address, dialect, limits and environment variables come with the library. From `"nvidia"` on they
 * are servers that people run themselves, looked for on `localhost` at their usual ports.
 */
export type ProviderName =
  | "qhaigc"
  | "cohere"
  | "jina"
  | "voyage"
  | "mixedbread"
  | "siliconflow"
  | "dashscope"
  | "together"
  | "pinecone"
  | "nvidia"
  | "vllm"
  | "tei"
  | "infinity"
  | "llamacpp"
  | "localai"
  | "xinference"
  | "litellm";

/** A server of one's own under a name that the library does not know. No key of another provider's goes to it. */
export const unknownProvider: Preset = { dialect: flat, model: "" };

export const presets: Readonly<Record<ProviderName, Preset>> = {
  qhaigc: {
    dialect: flat,
    baseURL: "https://api.qhaigc.net/v1",
    baseURLVariable: "QHAIGC_BASE_URL",
    model: "bge-reranker-v2-m3",
    apiKeyVariable: "QHAIGC_API_KEY",
    requiresApiKey: true,
  },
  // https://docs.cohere.com/reference/rerank
  cohere: {
    dialect: flat,
    path: "/v2/rerank",
    baseURL: "https://api.cohere.com",
    model: "rerank-v4.0-pro",
    apiKeyVariable: "CO_API_KEY",
    requiresApiKey: true,
    maxDocumentsPerRequest: 1000,
  },
  // https://api.jina.ai/redoc#tag/rerank
  jina: {
    dialect: flat,
    path: "/v1/rerank",
    baseURL: "https://api.jina.ai",
    // Scores each document on its own; jina-reranker-v3 weighs those of a request against each other.
    model: "jina-reranker-v2-base-multilingual",
    apiKeyVariable: "JINA_API_KEY",
    requiresApiKey: true,
  },
  voyage: {
    dialect: voyage,
    baseURL: "https://api.voyageai.com",
    model: "rerank-2.5",
    apiKeyVariable: "VOYAGE_API_KEY",
    requiresApiKey: true,
  },
  mixedbread: {
    dialect: mixedbread,
    baseURL: "https://api.mixedbread.com",
    baseURLVariable: "MIXEDBREAD_BASE_URL",
    model: "mixedbread-ai/mxbai-rerank-large-v2",
    apiKeyVariable: "MXBAI_API_KEY",
    requiresApiKey: true,
  },
  // https://docs.siliconflow.cn/cn/api-reference/rerank/create-rerank
  siliconflow: {
    dialect: flat,
    path: "/v1/rerank",
    baseURL: "https://api.siliconflow.cn",
    model: "BAAI/bge-reranker-v2-m3",
    apiKeyVariable: "SILICONFLOW_API_KEY",
    requiresApiKey: true,
  },
  // https://www.alibabacloud.com/help/en/model-studio/text-rerank-api
  dashscope: {
    dialect: flat,
    path: "/compatible-api/v1/reranks",
    baseURL: "https://dashscope.aliyuncs.com",
    model: "qwen3-rerank",
    apiKeyVariable: "DASHSCOPE_API_KEY",
    requiresApiKey: true,
    maxDocumentsPerRequest: 500,
    // 120,000 tokens, where the query counts once for each document.
    maxCharactersPerRequest: 120_000,
  },
  // https://docs.together.ai/reference/rerank
  together: {
    dialect: flat,
    path: "/v1/rerank",
    baseURL: "https://api.together.ai",
    baseURLVariable: "TOGETHER_BASE_URL",
    model: "Salesforce/Llama-Rank-v1",
    apiKeyVariable: "TOGETHER_API_KEY",
    requiresApiKey: true,
  },
  pinecone: {
    dialect: pinecone,
    baseURL: "https://api.pinecone.io",
    model: "bge-reranker-v2-m3",
    apiKeyVariable: "PINECONE_API_KEY",
    requiresApiKey: true,
  },
  // A NIM of one's own; a hosted model has an address of its own, which is the base URL.
  nvidia: {
    dialect: nvidia,
    baseURL: "http://localhost:8000",
    model: "nvidia/llama-nemotron-rerank-1b-v2",
    apiKeyVariable: "NVIDIA_API_KEY",
  },
  // https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html
  vllm: {
    dialect: flat,
    path: "/v1/rerank",
    baseURL: "http://localhost:8000",
    model: "",
    apiKeyVariable: "VLLM_API_KEY",
  },
  // 8080 is what its documentation maps its container's port to.
  tei: { dialect: tei, baseURL: "http://localhost:8080", model: "", apiKeyVariable: "TEI_API_KEY" },
  // https://michaelfeil.eu/infinity/
  infinity: {
    dialect: flat,
    baseURL: "http://localhost:7997",
    model: "",
    apiKeyVariable: "INFINITY_API_KEY",
    maxDocumentsPerRequest: 2048,
  },
  // https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
  llamacpp: {
    dialect: flat,
    path: "/v1/rerank",
    baseURL: "http://localhost:8080",
    model: "",
    apiKeyVariable: "LLAMA_API_KEY",
    // Earlier servers return all whatever is asked for.
    sendsTopN: false,
    // Encoders with one output. Qwen3 rerankers come back through a softmax, and no other model is known to be either.
    logitModels: /bge-reranker-(base|large|v2-m3)|jina-reranker-v[12]|ms-marco-minilm/iu,
  },
  // https://localai.io/features/reranker/
  localai: {
    dialect: flat,
    path: "/v1/rerank",
    baseURL: "http://localhost:8080",
    apiKeyVariable: "LOCALAI_API_KEY",
    // Some of its backends return all whatever is asked for.
    sendsTopN: false,
  },
  // https://inference.readthedocs.io/en/latest/models/model_abilities/rerank.html
  xinference: {
    dialect: flat,
    path: "/v1/rerank",
    baseURL: "http://localhost:9997",
    apiKeyVariable: "XINFERENCE_API_KEY",
  },
  // https://docs.litellm.ai/docs/rerank
  litellm: {
    dialect: flat,
    path: "/v1/rerank",
    baseURL: "http://localhost:4000",
    apiKeyVariable: "LITELLM_API_KEY",
  },
};
