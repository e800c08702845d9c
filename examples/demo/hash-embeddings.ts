import { Embeddings } from "@langchain/core/embeddings";

const dimensions = 2048;
const shortest = 3;
const longest = 5;

/**
 * Embeddings with no model: texts that share parts of words come close to each other.
 *
 * A text is the words in it and their character n-grams with the word's borders marked, as in
 * {@link https://arxiv.org/abs/1607.04606 | fastText (Bojanowski et al., 2017)}; each is counted, weighted by how rare
 * it is among the indexed texts (TF-IDF), and added with a sign to one of a fixed number of places that a hash
 * chooses: {@link https://arxiv.org/abs/0902.2206 | the hashing trick (Weinberger et al., 2009)}, which keeps inner
 * products right on average.
 */
export class HashEmbeddings extends Embeddings {
  readonly #documentFrequency = new Map<string, number>();
  readonly #documents: number;

  /** @param corpus - The texts that will be indexed: how rare a feature is among them is its weight. */
  constructor(corpus: readonly string[]) {
    super({});
    this.#documents = corpus.length;
    for (const text of corpus) {
      for (const feature of countFeatures(text).keys()) {
        this.#documentFrequency.set(feature, (this.#documentFrequency.get(feature) ?? 0) + 1);
      }
    }
  }

  override async embedDocuments(documents: string[]): Promise<number[][]> {
    return documents.map((document) => this.#embed(document));
  }

  override async embedQuery(query: string): Promise<number[]> {
    return this.#embed(query);
  }

  #embed(text: string): number[] {
    const vector = Array.from({ length: dimensions }, () => 0);
    for (const [feature, count] of countFeatures(text)) {
      const hash = hashOf(feature);
      const place = hash % dimensions;
      const sign = hash & 0x4000_0000 ? -1 : 1;
      vector[place] = (vector[place] ?? 0) + sign * (1 + Math.log(count)) * this.#rarity(feature);
    }
    const length = Math.hypot(...vector);
    return length === 0 ? vector : vector.map((value) => value / length);
  }

  /** The smoothed inverse document frequency. */
  #rarity(feature: string): number {
    return 1 + Math.log((this.#documents + 1) / ((this.#documentFrequency.get(feature) ?? 0) + 1));
  }
}

function countFeatures(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (feature: string): void => void counts.set(feature, (counts.get(feature) ?? 0) + 1);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const marked = `<${word}>`;
    add(`word ${word}`);
    for (let size = shortest; size <= longest; size++) {
      for (let start = 0; start + size <= marked.length; start++) add(marked.slice(start, start + size));
    }
  }
  return counts;
}

/** FNV-1a over UTF-16 code units, then the finalizer of MurmurHash3, so that every bit depends on every other. */
function hashOf(text: string): number {
  let hash = 0x811c_9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x0100_0193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
