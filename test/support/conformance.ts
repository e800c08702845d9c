/**
 * What every framework adapter promises, as one suite that runs against a real HTTP endpoint on this machine.
 * An adapter's test file says how to build its documents, how to run it, and what comes back:
 *
 * ```ts
 * describeAdapter("RerankCompressor", {
 *   document: (text, index) => new Document({ pageContent: text, metadata: { index } }),
 *   create: (options) => {
 *     const compressor = new RerankCompressor(options);
 *     return {
 *       run: async ({ query, documents, signal }) =>
 *         (await compressor.compressDocuments(documents, query, { signal })).map(({ pageContent, metadata }) => ({
 *           text: pageContent,
 *           score: metadata.relevanceScore,
 *         })),
 *       inspectables: [compressor],
 *     };
 *   },
 * });
 * ```
 *
 * A promise that a framework makes impossible is left out by its title with `except: { "the title": "the reason" }`. A
 * title that is none of the promises fails the suite.
 */
import { describe, expect, test } from "vitest";
import { type AdapterConformance, createBench } from "./conformance/bench.ts";
import { failurePromises } from "./conformance/failure-promises.ts";
import { rankingPromises } from "./conformance/ranking-promises.ts";
import { safetyPromises } from "./conformance/safety-promises.ts";

export type { RankedText } from "./conformance/bench.ts";

/** Runs the suite for an adapter. */
export function describeAdapter<D>(name: string, adapter: AdapterConformance<D>): void {
  const { except = {} } = adapter;
  const promises = new Map<string, () => Promise<void>>();

  describe(`${name} keeps the promises of every adapter`, () => {
    const bench = createBench(adapter, (title, body) => promises.set(title, body));
    rankingPromises(bench);
    failurePromises(bench);
    safetyPromises(bench);

    const kept = [...promises].filter(([title]) => except[title] === undefined);
    test.each(kept)("%s", async (_title, body) => {
      expect.hasAssertions();
      await body();
    });

    test("leaves out only what it gives a reason for", () => {
      for (const [title, reason] of Object.entries(except)) {
        expect([...promises.keys()]).toContain(title);
        expect(reason).toMatch(/\S/u);
      }
    });
  });
}
