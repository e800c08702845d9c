import { channel } from "node:diagnostics_channel";
import { afterEach, expect, test } from "vitest";
import { emitter, internalsOf, withInternals } from "./emit.ts";
import type { RerankEvent } from "./events.ts";
import type { Reranker } from "./reranker.ts";

const event: RerankEvent = { type: "split", provider: "p", model: "m", documents: 2, requests: 2 };
const published: unknown[] = [];
const subscriber = (message: unknown): void => void published.push(message);

afterEach(() => {
  channel("rankwire").unsubscribe(subscriber);
  published.length = 0;
});

test("an event goes to the listener and to the diagnostics channel", () => {
  channel("rankwire").subscribe(subscriber);
  const heard: RerankEvent[] = [];
  emitter((heardEvent) => heard.push(heardEvent))(event);
  emitter(undefined)(event);
  expect(heard).toEqual([event]);
  expect(published).toEqual([event, event]);
});

test("a listener that throws, or rejects, harms nobody", async () => {
  channel("rankwire").subscribe(subscriber);
  const unhandled: unknown[] = [];
  const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
  process.on("unhandledRejection", onUnhandled);
  const failing = [
    () => {
      throw new Error("a fault of the listener");
    },
    async () => {
      throw new Error("a fault of the listener");
    },
  ];
  for (const listener of failing) expect(() => emitter(listener as () => void)(event)).not.toThrow();
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", onUnhandled);
  expect(unhandled).toEqual([]);
  expect(published).toEqual([event, event]);
});

test("a reranker's internals show nowhere", () => {
  const reranker: Reranker = withInternals(
    {
      provider: "p",
      model: "m",
      rerank: async () => ({ results: [], usage: { requests: 0 }, provider: "p", model: "m" }),
    },
    { ...internalsOf({} as Reranker), scoreScope: "scope" },
  );
  expect(Object.keys(reranker)).toEqual(["provider", "model", "rerank"]);
  expect(JSON.stringify(reranker)).toBe('{"provider":"p","model":"m"}');
  expect(internalsOf(reranker).scoreScope).toBe("scope");
  expect(internalsOf({ ...reranker }).scoreScope).toBe("");
});
