import { LRUCache } from "lru-cache";
import type { RerankResult } from "./reranker.ts";
import { digest } from "#platform";

/**
 * Where a cache keeps scores across processes: the part of a Keyv instance that it uses. A method that rejects is
 * reported in a `cache` event, and harms no call.
 *
 * @see https://keyv.org
 */
export interface ScoreStore {
  /**
   * The values of `keys`, in their order; `undefined` where there is none. A key is `rankwire:` and a SHA-256 in hex.
   */
  getMany(keys: string[]): Promise<readonly unknown[]>;
  /** Keeps values, plain objects that JSON can carry, each for `ttl` milliseconds. No call waits for it. */
  setMany(entries: { key: string; value: unknown; ttl?: number }[]): Promise<unknown>;
}

/** A result without its index, which is not the same from call to call. */
export type Score = Omit<RerankResult, "index">;

/** Scores of texts, each within a scope that stands for the model and the query. */
export interface Scores {
  read(scope: string, texts: readonly string[]): (Score | undefined)[] | Promise<(Score | undefined)[]>;
  write(scope: string, texts: readonly string[], results: readonly RerankResult[]): void;
}

/**
 * Scores in this process's memory. Those of one query are looked up, and in the end dropped, together: that spares a
 * hash of every text on every call, which would cost more than all the rest of a hit.
 */
export function memoryStore(maxEntries: number, ttlMs: number): Scores {
  const queries = new LRUCache<string, Map<string, Score>>({
    maxSize: Math.min(maxEntries, Number.MAX_SAFE_INTEGER),
    sizeCalculation: (scores) => scores.size,
    ttl: ttlMs,
  });
  return {
    read(scope, texts) {
      const scores = queries.get(scope);
      return texts.map((text) => scores?.get(text));
    },
    write(scope, texts, results) {
      const scores = queries.get(scope) ?? new Map<string, Score>();
      // Scores that join others expire with them, rather than prolong their time.
      const ttl = scores.size === 0 ? ttlMs : Math.max(1, queries.getRemainingTTL(scope));
      // Engines let a text that was cut from a file keep the whole file in memory: what stays here is a copy.
      const copies = structuredClone(texts);
      for (const result of results) scores.set(copies[result.index] as string, ownScore(result));
      for (const text of scores.keys()) {
        if (scores.size <= maxEntries) break;
        scores.delete(text);
      }
      // An entry's size is taken when it is set anew.
      queries.delete(scope);
      queries.set(scope, scores, { ttl });
    },
  };
}

/** Scores in a store beyond this process. Its failures go to `onError`, and never further. */
export function keyedStore(
  store: ScoreStore,
  ttlMs: number,
  timeoutMs: number,
  onError: (error: Error) => void,
): Scores {
  const report = (error: unknown): void => {
    onError(error instanceof Error ? error : new Error("The store failed with something that is not an Error"));
  };
  return {
    async read(scope, texts) {
      try {
        const keys = await keysOf(scope, texts);
        const values = await within(timeoutMs, store.getMany(keys));
        return texts.map((text, index) => scoreIn(values[index], text));
      } catch (error) {
        report(error);
        return texts.map(() => undefined);
      }
    },
    write(scope, texts, results) {
      const save = async (): Promise<void> => {
        const keys = await keysOf(scope, texts);
        const entries = results.map((result) => ({
          key: keys[result.index] as string,
          value: ownScore(result),
          ttl: ttlMs,
        }));
        await store.setMany(entries);
      };
      // Nobody waits for it: the answer is there already.
      save().catch(report);
    },
  };
}

async function keysOf(scope: string, texts: readonly string[]): Promise<string[]> {
  return Promise.all(texts.map(async (text) => `rankwire:${await digest(scope + text)}`));
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The store did not answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A score without an index, that nobody else holds: whoever writes to a result writes to no other call's. */
export function ownScore({ relevanceScore, passage }: Score): Score {
  return passage === undefined ? { relevanceScore } : { relevanceScore, passage: { ...passage } };
}

/** What a store holds may be of another version, or not ours at all. */
function scoreIn(value: unknown, text: string): Score | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { relevanceScore, passage } = value as {
    relevanceScore?: unknown;
    passage?: { start?: unknown; end?: unknown };
  };
  if (typeof relevanceScore !== "number" || !Number.isFinite(relevanceScore)) return undefined;
  if (passage === undefined) return { relevanceScore };
  const { start, end } = passage ?? {};
  const isRange = isPlace(start) && isPlace(end) && start < end && end <= text.length;
  return isRange ? { relevanceScore, passage: { start, end } } : undefined;
}

function isPlace(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
