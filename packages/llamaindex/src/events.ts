import { type RankedItems, type RerankUsage, tell } from "@rankwire/core";
import type { RerankedNode, ScoredNode } from "./framework-types.ts";

/** Nodes are about to be ranked. */
export interface RerankStartEvent {
  /** The same for the start and the end of a call. */
  readonly id: string;
  /** The text that nodes are scored against. */
  readonly query: string;
  /** How many nodes there are to rank. */
  readonly nodeCount: number;
  /** How many may come back at most; `Infinity` for all. */
  readonly topN: number;
  /** Who scores. */
  readonly provider: string;
  /** The model that scores. */
  readonly model: string;
}

/** Ranking has ended. */
export interface RerankEndEvent extends RerankStartEvent {
  /** What comes back, best first; empty when the call failed. */
  readonly nodes: readonly RerankedNode[];
  /** `false` when ranking failed, also where the nodes come back in the retriever's order. */
  readonly reranked: boolean;
  /** What the call cost; absent when it failed. */
  readonly usage?: RerankUsage | undefined;
  /** Milliseconds from the start to the end. */
  readonly durationMs: number;
  /** Why ranking failed. */
  readonly error?: unknown;
}

/** The framework's `CallbackManager`, by shape. */
export interface NotifiedManager {
  /** Tells the listeners of an event; it is called with `"rerank-start"` or `"rerank-end"`. */
  dispatchEvent(event: never, detail: never): void;
}

/** Who is told of the calls. */
export interface Listeners {
  readonly onRerankStart: ((event: RerankStartEvent) => unknown) | undefined;
  readonly onRerankEnd: ((event: RerankEndEvent) => unknown) | undefined;
  readonly callbackManager: NotifiedManager | (() => NotifiedManager) | undefined;
}

/** A call that has started. */
export interface ObservedCall {
  end(nodes: readonly RerankedNode[], outcome: Omit<RankedItems<ScoredNode>, "items">): void;
  fail(error: unknown): void;
}

/** The call that nobody listens to. */
const unobserved: ObservedCall = { end() {}, fail() {} };

/** Tells the listeners that a call starts, and later how it ended. */
export function observeCall(listeners: Listeners, facts: Omit<RerankStartEvent, "id">): ObservedCall {
  const { onRerankStart, onRerankEnd, callbackManager } = listeners;
  if (onRerankStart === undefined && onRerankEnd === undefined && callbackManager === undefined) return unobserved;
  const start: RerankStartEvent = { id: crypto.randomUUID(), ...facts };
  const startedAt = performance.now();
  const dispatch = (name: string, event: RerankStartEvent): void => {
    if (callbackManager === undefined) return;
    const manager = typeof callbackManager === "function" ? callbackManager() : callbackManager;
    manager.dispatchEvent(name as never, event as never);
  };
  const finish = (rest: Omit<RerankEndEvent, keyof RerankStartEvent | "durationMs">): void => {
    const end: RerankEndEvent = { ...start, ...rest, durationMs: performance.now() - startedAt };
    tell(() => onRerankEnd?.(end));
    tell(() => dispatch("rerank-end", end));
  };
  tell(() => onRerankStart?.(start));
  tell(() => dispatch("rerank-start", start));
  return {
    end: (nodes, { provider, model, usage, reranked, error }) => {
      // A list of their own, as listeners may write into what they are told.
      const known = { provider, model, nodes: [...nodes], reranked, usage };
      finish(error === undefined ? known : { ...known, error });
    },
    fail: (error) => finish({ nodes: [], reranked: false, error }),
  };
}
