import { MastraVector, type QueryResult } from "@mastra/core/vector";

/** A vector store that finds the same results for every query. */
export class MemoryVector extends MastraVector {
  private readonly results: readonly QueryResult[];

  constructor(results: readonly QueryResult[]) {
    super({ id: "memory" });
    this.results = results;
  }

  async query(): Promise<QueryResult[]> {
    return [...this.results];
  }

  async upsert(): Promise<string[]> {
    return [];
  }

  async listIndexes(): Promise<string[]> {
    return ["docs"];
  }

  async describeIndex(): Promise<{ dimension: number; count: number }> {
    return { dimension: 2, count: this.results.length };
  }

  async createIndex(): Promise<void> {}
  async deleteIndex(): Promise<void> {}
  async updateVector(): Promise<void> {}
  async deleteVector(): Promise<void> {}
  async deleteVectors(): Promise<void> {}
}

/** An embedding model that finds every text alike. */
export const embeddingModel = {
  specificationVersion: "v3",
  provider: "test",
  modelId: "constant",
  maxEmbeddingsPerCall: 100,
  supportsParallelCalls: true,
  doEmbed: async ({ values }: { values: string[] }) => ({ embeddings: values.map(() => [1, 0]), warnings: [] }),
} as const;
