import { BaseEmbedding } from "@llamaindex/core/embeddings";
import { postJson } from "./post-json.ts";

/** Embeddings of any API that speaks OpenAI's `POST /embeddings`. */
export class ApiEmbedding extends BaseEmbedding {
  readonly #model: string;

  constructor(model: string) {
    super();
    this.#model = model;
    this.embedBatchSize = 64;
  }

  override getTextEmbeddings = async (texts: string[]): Promise<number[][]> => {
    const { data } = await postJson<{ data: { index: number; embedding: number[] }[] }>("embeddings", {
      model: this.#model,
      input: texts,
      encoding_format: "float",
    });
    return data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => embedding);
  };

  override async getTextEmbedding(text: string): Promise<number[]> {
    const [embedding = []] = await this.getTextEmbeddings([text]);
    return embedding;
  }
}
