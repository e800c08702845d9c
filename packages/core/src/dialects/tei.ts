import type { Dialect } from "./dialect.ts";

/**
 * Hugging Face text-embeddings-inference: `{ query, texts }` → `[{ index, score }]`, sorted, without usage. It serves
 * one model, so that none is named; it knows no top N, so that the cut is made here.
 *
 * @see https://huggingface.github.io/text-embeddings-inference/
 */
export const tei: Dialect = {
  name: "tei",
  path: "/rerank",
  hasVersion: false,
  sendsTopN: false,
  // `--max-client-batch-size` is 32 by default, `--payload-limit` 2 MB.
  maxDocumentsPerRequest: 32,
  maxCharactersPerRequest: 500_000,
  // Before 1.9 a pair that is too long fails the whole request unless this is asked for.
  body: ({ query, documents }) => ({ query, texts: documents, truncate: true }),
};
