/**
 * The peers that the adapters are measured beside. They stand in this folder's own package.json and are installed by
 * run.mjs, so that nobody downloads them to run the tests; hence imports by name, with the types that are used here.
 */
interface Peers {
  /** `CohereRerank.compressDocuments` of `@langchain/cohere`. */
  readonly cohereCompressor: (url: string, topN: number) => Promise<Compressor>;
  /** `rerank()` of the AI SDK over `@ai-sdk/cohere`. */
  readonly aiSdk: (url: string) => Promise<(query: string, documents: string[], topN: number) => Promise<unknown>>;
}

/** What a LangChain document compressor does. */
export interface Compressor {
  compressDocuments(documents: unknown[], query: string): Promise<unknown[]>;
}

const load = async <T>(name: string): Promise<T> => (await import(name)) as T;

export const peers: Peers = {
  async cohereCompressor(url, topN) {
    const { CohereRerank } = await load<{ CohereRerank: new (options: object) => Compressor }>("@langchain/cohere");
    const { CohereClient } = await load<{ CohereClient: new (options: object) => object }>("cohere-ai");
    const client = new CohereClient({ token: "sk-bench", environment: url });
    return new CohereRerank({ client, model: "bge-reranker-v2-m3", topN });
  },
  async aiSdk(url) {
    const { createCohere } = await load<{ createCohere: (options: object) => { reranking: (id: string) => object } }>(
      "@ai-sdk/cohere",
    );
    const { rerank } = await load<{ rerank: (options: object) => Promise<unknown> }>("ai");
    const model = createCohere({ apiKey: "sk-bench", baseURL: `${url}/v2` }).reranking("bge-reranker-v2-m3");
    return (query, documents, topN) => rerank({ model, query, documents, topN });
  },
};
