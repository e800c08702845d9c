import type { AdapterOptions } from "@rankwire/core";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { type RerankEndpoint, startRerankEndpoint } from "../rerank-endpoint.ts";

/** One result, as the framework returned it. */
export interface RankedText {
  /** The document's text. */
  readonly text: string;
  /** `undefined` when the result carries no score. */
  readonly score?: number | undefined;
}

/** An adapter that was created with some options. */
export interface AdapterUnderTest<D> {
  /** Ranks `documents` through the framework's own call; the results in the order in which they came back. */
  run(call: {
    readonly query: string;
    readonly documents: D[];
    readonly signal?: AbortSignal | undefined;
  }): Promise<readonly RankedText[]>;
  /** The adapter's objects that an application may log: none may show the key. */
  readonly inspectables: readonly unknown[];
}

/** How the suite drives an adapter. */
export interface AdapterConformance<D> {
  /** A document of the framework's own type. */
  document(text: string, index: number): D;
  /** The adapter; where `topN` or `scoreThreshold` are options of a call, `run` passes them on. */
  create(options: AdapterOptions): AdapterUnderTest<D>;
  /** The error beneath the framework's own, where it wraps what an adapter throws. @defaultValue the error itself */
  readonly unwrap?: (error: unknown) => unknown;
  /** Promises that the framework makes impossible, each with the reason. */
  readonly except?: Readonly<Record<string, string>>;
}

/** What the promises are tried with. */
export interface AdapterBench<D> {
  /** Registers a promise by its title. */
  readonly promise: (title: string, body: () => Promise<void>) => void;
  /** The endpoint that the adapter asks. */
  readonly endpoint: RerankEndpoint;
  /** The adapter, with the endpoint's address and a key. */
  readonly create: (options?: AdapterOptions) => AdapterUnderTest<D>;
  readonly documentsOf: (texts: readonly string[]) => D[];
  /** What a new adapter makes of these texts. */
  readonly rank: (
    texts: readonly string[],
    options?: AdapterOptions,
    signal?: AbortSignal,
  ) => Promise<readonly RankedText[]>;
  /** The error that a call fails with. */
  readonly failure: (call: Promise<unknown>) => Promise<unknown>;
  /** Lets the endpoint answer with an error. */
  readonly fail: (status: number, message?: string) => void;
  /** How many requests a call sends. */
  readonly sent: (call: () => Promise<unknown>) => Promise<number>;
}

export const apiKey = "sk-conformance-0123456789";
export const query = "which frogs live in trees";

export function textsOf(results: readonly RankedText[]): string[] {
  return results.map(({ text }) => text);
}

/** Sets the bench up for the tests of the surrounding `describe`. */
export function createBench<D>(adapter: AdapterConformance<D>, promise: AdapterBench<D>["promise"]): AdapterBench<D> {
  const { unwrap = (error: unknown) => error } = adapter;
  let endpoint: RerankEndpoint;
  beforeAll(async () => {
    endpoint = await startRerankEndpoint();
  });
  afterAll(() => endpoint.close());
  beforeEach(() => {
    endpoint.answer = undefined;
  });

  const create = (options: AdapterOptions = {}): AdapterUnderTest<D> =>
    adapter.create({ apiKey, baseURL: endpoint.baseURL, maxRetries: 0, ...options });
  const documentsOf = (texts: readonly string[]): D[] => texts.map((text, index) => adapter.document(text, index));
  const rank = (texts: readonly string[], options?: AdapterOptions, signal?: AbortSignal) =>
    create(options).run({ query, documents: documentsOf(texts), signal });
  const failure = async (call: Promise<unknown>): Promise<unknown> =>
    unwrap(
      await call.then(
        () => expect.unreachable("the call must fail"),
        (error: unknown) => error,
      ),
    );
  const fail = (status: number, message = "no"): void => {
    endpoint.answer = () => ({ status, body: { error: { message } } });
  };
  const sent = async (call: () => Promise<unknown>): Promise<number> => {
    const before = endpoint.requests.length;
    await call();
    return endpoint.requests.length - before;
  };

  return {
    promise,
    get endpoint() {
      return endpoint;
    },
    create,
    documentsOf,
    rank,
    failure,
    fail,
    sent,
  };
}
