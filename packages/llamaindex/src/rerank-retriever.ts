import { type CallOptions, checkCallOptions, checkOptions, ConfigurationError, untilAborted } from "@rankwire/core";
import type { QueryLike, ScoredNode } from "./framework-types.ts";

/** A retriever of the framework, by shape. */
export interface RetrieverLike {
  /** Finds nodes for a query, best first. */
  retrieve(query: never): Promise<readonly ScoredNode[]>;
}

/** What {@link RerankRetriever} puts together. */
export interface RerankRetrieverOptions<R extends RetrieverLike> {
  /** Finds the candidates: let it return 20 to 50, `index.asRetriever({ similarityTopK: 25 })`. */
  readonly retriever: R;
  /** Ranks them: a `RerankPostprocessor`. */
  readonly postprocessor: {
    postprocessNodes(nodes: readonly ScoredNode[], query?: QueryLike, options?: CallOptions): Promise<unknown[]>;
  };
}

/** The type of {@link RerankRetriever}. */
export interface RerankRetrieverConstructor {
  /**
   * A retriever over `options.retriever`.
   *
   * @throws ConfigurationError when one of the two is missing.
   */
  new <R extends RetrieverLike>(options: RerankRetrieverOptions<R>): R;
}

/**
 * A retriever that returns reranked nodes, for where postprocessors are never run: `asRetriever`, retriever tools, code
 * of your own. It stands on the retriever that it is given and has its type and its class, so that engines, `instanceof`
 * and the compiler take it for a `BaseRetriever`, from whichever copy of the framework. What is set on it, `filters` for
 * instance, is set on that retriever; and its other methods run there, so that one which calls `retrieve()` by itself
 * gets nodes that are not reranked.
 *
 * @example
 * ```ts
 * const retriever = new RerankRetriever({
 *   retriever: index.asRetriever({ similarityTopK: 25 }),
 *   postprocessor: new RerankPostprocessor({ topN: 5 }),
 * });
 * const nodes = await retriever.retrieve({ query: "How do I cancel a request?" });
 * ```
 */
export const RerankRetriever: RerankRetrieverConstructor = function createRerankRetriever(
  options?: Partial<RerankRetrieverOptions<RetrieverLike>>,
): object {
  if (new.target !== undefined && (new.target as unknown) !== RerankRetriever) {
    throw new ConfigurationError("RerankRetriever cannot be extended: extend the retriever that it is given");
  }
  checkOptions(options ?? {}, ["retriever", "postprocessor"], "RerankRetriever");
  const { retriever, postprocessor } = options ?? {};
  if (typeof retriever?.retrieve !== "function")
    throw new ConfigurationError("retriever must have a retrieve() method");
  if (typeof postprocessor?.postprocessNodes !== "function") {
    throw new ConfigurationError("postprocessor must have a postprocessNodes() method: pass a RerankPostprocessor");
  }
  // `_retrieve` is what a retriever calls that is made of others.
  const names = (["retrieve", "_retrieve"] as const).filter((name) => name in retriever);
  const methods = names.map((name) => {
    return [name, { value: reranked(retriever, name, postprocessor), writable: true, configurable: true }];
  });
  const own = Object.create(retriever, Object.fromEntries(methods) as PropertyDescriptorMap) as object;
  return standIn(own, retriever);
} as unknown as RerankRetrieverConstructor;

Object.defineProperty(RerankRetriever, Symbol.hasInstance, {
  value: (value: unknown) => typeof value === "object" && value !== null && standIns.has(value),
});

/** All that {@link RerankRetriever} made: they have the class of the retriever that they stand on. */
const standIns = new WeakSet();

/**
 * An object that has the properties of `own`, and for the rest is `retriever`: what is read and written is the
 * retriever's, and its getters and methods run on it, as `#private` fields are found on no other object.
 */
function standIn(own: object, retriever: object): object {
  const holder = (name: PropertyKey): object => (Object.hasOwn(own, name) ? own : retriever);
  const methods = new WeakMap<object, unknown>();
  const bound = (method: (...parameters: never[]) => unknown): unknown => {
    const onRetriever: ProxyHandler<typeof method> = {
      apply: (_method, _this, parameters: never[]) => {
        const returned = Reflect.apply(method, retriever, parameters);
        // What a method returns to be called further.
        return returned === retriever ? proxy : returned;
      },
    };
    if (!methods.has(method)) methods.set(method, new Proxy(method, onRetriever));
    return methods.get(method);
  };
  const proxy = new Proxy(own, {
    get: (_, name) => {
      const value: unknown = Reflect.get(holder(name), name);
      const isMethod = typeof value === "function" && name !== "constructor" && !Object.hasOwn(holder(name), name);
      return isMethod ? bound(value as Retrieve) : value;
    },
    set: (_, name, value) => Reflect.set(holder(name), name, value),
    defineProperty: (_, name, descriptor) => Reflect.defineProperty(holder(name), name, descriptor),
    deleteProperty: (_, name) => Reflect.deleteProperty(holder(name), name),
  });
  standIns.add(proxy);
  return proxy;
}

type Retrieve = (query: QueryLike, ...rest: unknown[]) => Promise<readonly ScoredNode[]>;

function reranked(
  retriever: RetrieverLike,
  name: "retrieve" | "_retrieve",
  postprocessor: RerankRetrieverOptions<RetrieverLike>["postprocessor"],
): (query: QueryLike, ...rest: unknown[]) => Promise<unknown[]> {
  const methods = retriever as unknown as Readonly<Record<typeof name, Retrieve>>;
  return async (query, ...rest) => {
    const { signal, timeoutMs, headers } = (rest[0] ?? {}) as CallOptions;
    const options = { signal, timeoutMs, headers };
    checkCallOptions(options, "the second argument");
    const nodes = await untilAborted(methods[name](query, ...rest), signal);
    return postprocessor.postprocessNodes(nodes, query, options);
  };
}
