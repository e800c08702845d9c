import type { RerankEvent, RerankEventListener } from "./events.ts";
import { kindOf } from "./option-kinds.ts";
import { publish } from "#platform";
import type { Reranker } from "./reranker.ts";

const internals: unique symbol = Symbol.for("rankwire.internals") as never;

/** What a reranker of this library tells the wrappers around it, out of its public face. */
export interface RerankerInternals {
  /** Hands an event to the listener that the reranker was created with. */
  readonly emit: (event: RerankEvent) => void;
  /** Tells apart rerankers of one provider and model whose scores differ: part of every cache key. */
  readonly scoreScope: string;
  /**
   * Tells apart the servers of one provider and model, whose scores differ unless they are replicas: part of every cache
   * key. A function, as an inspection of the reranker would show what it tells.
   */
  readonly route?: () => string;
  /** Whether a document's score depends on the other candidates of its call. */
  readonly isListwise: boolean;
  /** Whether it asks several rerankers of one provider and model whose scores may differ. */
  readonly isAmbiguous?: boolean;
  /** Those of whom one answers in its place, where it is a group; of a group inside it, the members. */
  readonly members?: readonly Reranker[] | undefined;
}

/** An `emit` that tells the diagnostics channel and the listener. */
export function emitter(listener: RerankEventListener | undefined): (event: RerankEvent) => void {
  return (event) => {
    tell(publish, event);
    if (listener !== undefined) tell(listener, event);
  };
}

/**
 * Tells a listener of something; one that throws, or that is asynchronous and rejects, harms nobody.
 *
 * @param listener - Is called with `news`; what it returns is ignored.
 */
export function tell<News extends unknown[]>(listener: (...news: News) => unknown, ...news: News): void {
  try {
    const returned = listener(...news);
    if (returned instanceof Promise) returned.catch(() => {});
  } catch {
    // A listener's fault is its own: the call that it watches goes on.
  }
}

/** Where a wrapper's events go: to its own listener, or else to that of the reranker that it wraps. */
export function wrapperEmit(inner: Reranker, listener: RerankEventListener | undefined): (event: RerankEvent) => void {
  kindOf(listener, "onEvent", "function", "a function");
  return listener === undefined ? internalsOf(inner).emit : emitter(listener);
}

const silent: RerankerInternals = { emit: emitter(undefined), scoreScope: "", isListwise: false };

/** The internals of any reranker; those of a foreign one are empty. */
export function internalsOf(reranker: Reranker): RerankerInternals {
  return (reranker as { [internals]?: RerankerInternals })[internals] ?? silent;
}

/** Attaches internals to a reranker where neither `Object.keys`, JSON nor an inspection shows them. */
export function withInternals(reranker: Reranker, value: RerankerInternals): Reranker {
  return Object.defineProperty(reranker, internals, { value, configurable: true });
}
