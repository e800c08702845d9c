import { beforeEach, describe, expect, test, vi } from "vitest";
import { startHttpServer } from "../../../test/support/http-server.ts";
import { createReranker } from "./create-reranker.ts";
import type { Dialect } from "./dialects/dialect.ts";
import { type ProviderName, presets } from "./dialects/presets.ts";
import { resolveSettings } from "./settings.ts";

const providers = Object.keys(presets) as ProviderName[];
const apiKey = "key-7c1e94b2f0";
const model = "some-model";

beforeEach(() => {
  for (const { apiKeyVariable, baseURLVariable } of Object.values(presets)) {
    for (const variable of [apiKeyVariable, baseURLVariable]) {
      if (variable !== undefined) vi.stubEnv(variable, undefined);
    }
  }
});

/** For each provider, where requests go: by default, under a bare address, and under one that ends in `/v1`. */
const addresses: Readonly<Record<ProviderName, readonly [own: string, bare: string, versioned: string]>> = {
  qhaigc: ["https://api.qhaigc.net/v1/rerank", "/rerank", "/v1/rerank"],
  cohere: ["https://api.cohere.com/v2/rerank", "/v2/rerank", "/v1/rerank"],
  jina: ["https://api.jina.ai/v1/rerank", "/v1/rerank", "/v1/rerank"],
  voyage: ["https://api.voyageai.com/v1/rerank", "/v1/rerank", "/v1/rerank"],
  mixedbread: ["https://api.mixedbread.com/v1/reranking", "/v1/reranking", "/v1/reranking"],
  siliconflow: ["https://api.siliconflow.cn/v1/rerank", "/v1/rerank", "/v1/rerank"],
  dashscope: ["https://dashscope.aliyuncs.com/compatible-api/v1/reranks", "/compatible-api/v1/reranks", "/v1/reranks"],
  together: ["https://api.together.ai/v1/rerank", "/v1/rerank", "/v1/rerank"],
  pinecone: ["https://api.pinecone.io/rerank", "/rerank", "/rerank"],
  nvidia: ["http://localhost:8000/v1/ranking", "/v1/ranking", "/v1/ranking"],
  vllm: ["http://localhost:8000/v1/rerank", "/v1/rerank", "/v1/rerank"],
  tei: ["http://localhost:8080/rerank", "/rerank", "/rerank"],
  infinity: ["http://localhost:7997/rerank", "/rerank", "/v1/rerank"],
  llamacpp: ["http://localhost:8080/v1/rerank", "/v1/rerank", "/v1/rerank"],
  localai: ["http://localhost:8080/v1/rerank", "/v1/rerank", "/v1/rerank"],
  xinference: ["http://localhost:9997/v1/rerank", "/v1/rerank", "/v1/rerank"],
  litellm: ["http://localhost:4000/v1/rerank", "/v1/rerank", "/v1/rerank"],
};

describe.each(providers)("%s", (provider) => {
  const [own, bare, versioned] = addresses[provider];
  const urlOf = (baseURL?: string): string => resolveSettings({ provider, apiKey, model, baseURL }).url.href;

  test("is found at its own address", () => {
    expect(urlOf()).toBe(own);
    expect(urlOf(own)).toBe(own);
    expect(urlOf(new URL(own).origin)).toBe(own);
  });

  test("is found under a base URL that is bare, or ends in a slash, in /v1 or in the whole path", () => {
    for (const end of ["", "/"]) {
      expect(urlOf(`http://host${end}`)).toBe(`http://host${bare}`);
      expect(urlOf(`http://host/v1${end}`)).toBe(`http://host${versioned}`);
      expect(urlOf(`http://host/proxy/v1${end}`)).toBe(`http://host/proxy${versioned}`);
      for (const path of [bare, versioned, "/v3/rerank"])
        expect(urlOf(`http://host${path}${end}`)).toBe(`http://host${path}`);
    }
  });

  test("takes its own key from the environment, and nobody else's", () => {
    for (const [name, { apiKeyVariable }] of Object.entries(presets))
      vi.stubEnv(apiKeyVariable ?? "", `${name}-secret`);
    const { headers } = resolveSettings({ provider, model, baseURL: "http://host" });
    const values = Object.values(headers).filter((value) => value.includes("secret"));
    expect(values).toEqual([expect.stringMatching(`^(Bearer )?${provider}-secret$`)]);
  });

  test("asks for a key at its own address if it needs one, and nowhere else", () => {
    const { requiresApiKey, apiKeyVariable } = presets[provider];
    const create = (): unknown => createReranker({ provider, model });
    if (requiresApiKey === true) expect(create).toThrow(`The API key is missing: pass apiKey or set ${apiKeyVariable}`);
    else expect(create).not.toThrow();
    expect(resolveSettings({ provider, model, baseURL: "http://host" }).headers).not.toHaveProperty("authorization");
  });

  test("gives way to every option", () => {
    const options = {
      model: "mine",
      maxDocumentsPerRequest: 7,
      maxCharactersPerRequest: 700,
      scoreTransform: (score: number) => score,
    };
    const settings = resolveSettings({ provider, baseURL: "http://mine/v1/rerank", ...options });
    expect(settings).toMatchObject(options);
    expect(settings.url.href).toBe("http://mine/v1/rerank");
    for (const sendTopN of [true, false])
      expect(resolveSettings({ provider, apiKey, model, sendTopN })).toMatchObject({ sendTopN });
    expect(resolveSettings({ provider, apiKey, model, scoreTransform: "none" }).scoreTransform).toBe("none");
  });
});

test("a model is asked for where a server has several, and left to the server where it has one", () => {
  for (const provider of ["localai", "xinference", "litellm"]) {
    expect(() => createReranker({ provider })).toThrow(`model is missing: provider "${provider}" serves several`);
    expect(createReranker({ provider, model }).model).toBe(model);
  }
  for (const provider of ["tei", "vllm", "infinity", "llamacpp"]) expect(createReranker({ provider }).model).toBe("");
});

test("scores that are known to be logits go through a sigmoid, and no others", () => {
  const transformOf = (provider: string, model?: string): unknown =>
    resolveSettings({ provider, model, apiKey }).scoreTransform;
  for (const name of [
    "bge-reranker-v2-m3",
    "BAAI/bge-reranker-large",
    "bge-reranker-v2-m3-Q8_0.gguf",
    "jina-reranker-v2-x",
  ]) {
    expect(transformOf("llamacpp", name)).toBe("sigmoid");
  }
  for (const name of [undefined, "Qwen3-Reranker-0.6B", "bge-reranker-v2-gemma", "reranker"]) {
    expect(transformOf("llamacpp", name)).toBe("none");
  }
  expect(transformOf("nvidia")).toBe("sigmoid");
  for (const provider of providers.filter((name) => name !== "nvidia")) {
    expect(transformOf(provider, "jina-reranker-v3")).toBe("none");
  }
});

test("a dialect brings its path, its limits and its scale to any provider", () => {
  const settings = resolveSettings({ baseURL: "http://localhost:8080/v1", dialect: "tei" });
  expect(settings).toMatchObject({ maxDocumentsPerRequest: 32, sendTopN: false });
  expect(settings.url.href).toBe("http://localhost:8080/rerank");
  expect(resolveSettings({ provider: "mine", baseURL: "http://host/v1", dialect: "nvidia" })).toMatchObject({
    url: new URL("http://host/v1/ranking"),
    scoreTransform: "sigmoid",
    maxDocumentsPerRequest: 512,
  });
  expect(resolveSettings({ provider: "dashscope", apiKey, dialect: "dashscope" }).url.pathname).toBe(
    "/api/v1/services/rerank/text-rerank/text-rerank",
  );
});

/** For each provider the most documents and characters of a request, and the variable of its key. */
const limits: Readonly<Record<ProviderName, readonly [documents: number, characters: number, variable: string]>> = {
  qhaigc: [100, 1_000_000, "QHAIGC_API_KEY"],
  cohere: [1000, 1_000_000, "CO_API_KEY"],
  jina: [100, 1_000_000, "JINA_API_KEY"],
  voyage: [1000, 600_000, "VOYAGE_API_KEY"],
  mixedbread: [100, 1_000_000, "MXBAI_API_KEY"],
  siliconflow: [100, 1_000_000, "SILICONFLOW_API_KEY"],
  dashscope: [500, 120_000, "DASHSCOPE_API_KEY"],
  together: [100, 1_000_000, "TOGETHER_API_KEY"],
  pinecone: [100, 1_000_000, "PINECONE_API_KEY"],
  nvidia: [512, 1_000_000, "NVIDIA_API_KEY"],
  vllm: [100, 1_000_000, "VLLM_API_KEY"],
  tei: [32, 500_000, "TEI_API_KEY"],
  infinity: [2048, 1_000_000, "INFINITY_API_KEY"],
  llamacpp: [100, 1_000_000, "LLAMA_API_KEY"],
  localai: [100, 1_000_000, "LOCALAI_API_KEY"],
  xinference: [100, 1_000_000, "XINFERENCE_API_KEY"],
  litellm: [100, 1_000_000, "LITELLM_API_KEY"],
};

test.each(providers)("%s has its limits, and its key from its variable", (provider) => {
  const [maxDocumentsPerRequest, maxCharactersPerRequest, variable] = limits[provider];
  vi.stubEnv(variable, apiKey);
  const settings = resolveSettings({ provider, model });
  expect(settings).toMatchObject({ maxDocumentsPerRequest, maxCharactersPerRequest, apiKey });
});

test("a preset's limits are those of its own dialect", () => {
  const limitsOf = (options: object): number[] => {
    const { maxDocumentsPerRequest, maxCharactersPerRequest } = resolveSettings({ apiKey, ...options });
    return [maxDocumentsPerRequest, maxCharactersPerRequest];
  };
  expect(limitsOf({ provider: "dashscope" })).toEqual([500, 120_000]);
  expect(limitsOf({ provider: "dashscope", dialect: "flat" })).toEqual([500, 120_000]);
  expect(limitsOf({ provider: "dashscope", dialect: "dashscope" })).toEqual([500, 30_000]);
  const dialect: Dialect = { name: "mine", path: "/rank", maxDocumentsPerRequest: 10, body: () => ({}) };
  expect(limitsOf({ provider: "cohere", dialect })).toEqual([10, 1_000_000]);
});

test("an unknown provider is a label: it has no address, key, variable or model", () => {
  vi.stubEnv("QHAIGC_API_KEY", "sk-secret");
  vi.stubEnv("QHAIGC_BASE_URL", "http://other");
  expect(() => createReranker({ provider: "mine" })).toThrow('baseURL is missing: provider "mine"');
  expect(() => createReranker({ provider: "toString" })).toThrow('baseURL is missing: provider "toString"');
  const settings = resolveSettings({ provider: "mine", baseURL: "http://host/v1" });
  expect(settings).toMatchObject({ provider: "mine", model: "", apiKey: undefined });
  expect(JSON.stringify(settings.headers)).not.toContain("secret");
});

test("a dialect of one's own is a path, a body and a header, and its answers need no parser", async () => {
  await using server = await startHttpServer((_request, response) => {
    response.end(JSON.stringify({ data: [{ index: 1, score: 0.75 }] }));
  });
  const dialect: Dialect = {
    name: "mine",
    path: "/v2/score",
    body: ({ query, documents, topN }) => ({ question: query, passages: documents, limit: topN }),
    authorization: (key) => ({ "x-key": key }),
  };
  const reranker = createReranker({ provider: "mine", dialect, baseURL: `${server.origin}/v2`, apiKey });
  const { results } = await reranker.rerank({ query: "q", documents: ["a", "b"], topN: 1 });
  expect(results).toEqual([{ index: 1, relevanceScore: 0.75 }]);
  const [sent] = server.requests;
  expect(sent).toMatchObject({ path: "/v2/score", headers: { "x-key": apiKey } });
  expect(sent?.headers).not.toHaveProperty("authorization");
  expect(JSON.parse(sent?.body ?? "")).toEqual({ question: "q", passages: ["a", "b"], limit: 1 });
});

test("a server that takes no notice of top N is named as such, and sendTopN: false makes do with it", async () => {
  const rows = [0.25, 0.75, 0.5].map((relevance_score, index) => ({ index, relevance_score }));
  await using server = await startHttpServer((_request, response) => response.end(JSON.stringify({ results: rows })));
  const options = { baseURL: server.origin, apiKey };
  const request = { query: "q", documents: ["a", "b", "c"], topN: 1 };
  await expect(createReranker(options).rerank(request)).rejects.toThrow(
    "3 results came back where top N is 1: set sendTopN to false if the server knows none",
  );
  const { results } = await createReranker({ ...options, sendTopN: false }).rerank(request);
  expect(results).toEqual([{ index: 1, relevanceScore: 0.75 }]);
});
