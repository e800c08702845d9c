import type { Embeddings } from "@langchain/core/embeddings";
import type { Reranker } from "@rankwire/core";
import type { RerankedPassage } from "./retrieve.ts";

/** What the pipeline needs from elsewhere: the hosted API, or this machine in its place. */
export interface Backend {
  /** One line on who does the work. */
  readonly notice: string;
  /** The embeddings for an index of these texts. */
  readonly embeddings: (texts: readonly string[]) => Embeddings;
  /** Passages that are embedded with one request. */
  readonly batchSize: number;
  /** Reranks over HTTP. */
  readonly reranker: Reranker;
  /** Rerank requests that may be under way at once. */
  readonly concurrency: number;
  /** Answers a question from passages, best first. */
  readonly answer: (question: string, passages: readonly RerankedPassage[]) => Promise<Answer>;
  /** What a reader of the evaluation's figures should know about them. */
  readonly evaluationNote?: string | undefined;
  /** What reranking has cost so far. */
  readonly spent: Readonly<Spent>;
  readonly close: () => Promise<void>;
}

/** An answer with its sources. */
export interface Answer {
  /** How the answer came about, in a few words. */
  readonly label: string;
  /** The text, with `[1]` where it draws on the first passage. */
  readonly text: string;
  /** Tokens that the language model took and gave; absent without one. */
  readonly tokens?: number | undefined;
}

/** A running count of rerank requests. */
export interface Spent {
  requests: number;
  tokens: number;
  /** Milliseconds from sending a request to the last byte of its answer. */
  durationMs: number;
}
