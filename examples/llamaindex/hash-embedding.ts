import { BaseEmbedding } from "@llamaindex/core/embeddings";
import { HashEmbeddings } from "../demo/hash-embeddings.ts";

/** The demo's embeddings with no model, as LlamaIndex takes them. */
export class HashEmbedding extends BaseEmbedding {
  readonly #embeddings: HashEmbeddings;

  /** @param texts - The texts that will be indexed: how rare a word is among them is its weight. */
  constructor(texts: readonly string[] = []) {
    super();
    this.#embeddings = new HashEmbeddings(texts);
  }

  override getTextEmbedding(text: string): Promise<number[]> {
    return this.#embeddings.embedQuery(text);
  }
}
