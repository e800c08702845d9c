import { inspect } from "node:util";
import { RerankError } from "@rankwire/core";
import { expect } from "vitest";
import { deepFreeze, snapshot } from "../deep-freeze.ts";
import { type AdapterBench, apiKey, query, textsOf } from "./bench.ts";

/** What a caller never has to fear for: its documents, its key, its users' texts. */
export function safetyPromises<D>(bench: AdapterBench<D>): void {
  const { promise, create, documentsOf, rank, failure, fail } = bench;

  promise("mutates nothing", async () => {
    const documents = documentsOf(["b 0.5", "", "a 0.75", "b 0.5"]);
    const before = snapshot(documents);
    await create().run({ query, documents });
    expect(snapshot(documents)).toBe(before);
  });

  promise("takes frozen documents", async () => {
    const documents = deepFreeze(documentsOf(["b 0.5", "", "a 0.75", "b 0.5"]));
    const results = await create().run({ query, documents });
    expect(textsOf(results).filter((text) => text !== "")).toEqual(["a 0.75", "b 0.5", "b 0.5"]);
  });

  promise("keeps the key out of sight", async () => {
    const created = create();
    fail(401, `the key ${apiKey} is unknown`);
    const error = await failure(created.run({ query, documents: documentsOf(["a 1"]) }));
    expect(bench.endpoint.recorded.at(-1)?.headers.authorization).toBe(`Bearer ${apiKey}`);
    for (const value of [...created.inspectables, error]) expect(shownOf(value)).not.toContain(apiKey);
  });

  promise("keeps the query and the documents out of errors", async () => {
    fail(500, `failed on ${query} with a document about glass frogs 0.5`);
    const error = await failure(rank(["a document about glass frogs 0.5"]));
    expect(RerankError.isInstance(error)).toBe(true);
    expect(shownOf(error)).not.toMatch(/glass frogs|live in trees/u);
  });
}

/** All that an inspection, JSON and a conversion to text show of a value. */
function shownOf(value: unknown): string {
  let json: string | undefined;
  try {
    json = JSON.stringify(value);
  } catch {
    json = "circular";
  }
  return `${inspect(value, { depth: Infinity, showHidden: true, getters: true })} ${json} ${String(value)}`;
}
