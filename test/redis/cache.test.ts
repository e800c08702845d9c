import KeyvRedis from "@keyv/redis";
import { createReranker, type RerankEvent, type ScoreStore, withCache } from "@rankwire/core";
import { lexicalReranker } from "@rankwire/local";
import { createRerankServer, serve } from "@rankwire/server";
import { Keyv } from "keyv";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";

const query = "confidential query";
const documents = ["a confidential document about query caches", "another text", "a third one about a query"];

let server: Awaited<ReturnType<typeof serve>>;
let redis: KeyvRedis<unknown>;

beforeAll(async () => {
  server = await serve(createRerankServer({ reranker: lexicalReranker() }));
});

afterAll(async () => {
  await server.close();
});

beforeEach(async () => {
  redis = new KeyvRedis(process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379");
  await redis.clear();
  return async () => {
    await redis.disconnect(true);
  };
});

/** A caching reranker as another instance of an application would have it, and its requests. */
function instance(store: ScoreStore): { rerank: () => Promise<unknown>; events: RerankEvent[] } {
  const events: RerankEvent[] = [];
  const remote = createReranker({
    baseURL: `${server.url}/v1`,
    apiKey: "sk-test",
    onEvent: (event) => events.push(event),
  });
  const reranker = withCache(remote, { store });
  return { rerank: () => reranker.rerank({ query, documents }), events };
}

test("instances share their scores through Redis", async () => {
  const one = instance(new Keyv({ store: redis }));
  const two = instance(new Keyv({ store: redis }));
  const first = await one.rerank();
  await vi.waitFor(async () => {
    expect(await two.rerank()).toMatchObject({ usage: { requests: 0, cachedDocuments: 3 } });
  });
  expect(await two.rerank()).toMatchObject({ results: (first as { results: unknown }).results });
});

test("Redis sees neither the query nor a document, and drops a score after its time", async () => {
  // A cluster's client, which it could be as well, takes other arguments.
  const client = (await redis.getClient()) as unknown as { sendCommand(command: string[]): Promise<unknown> };
  const { rerank } = instance(new Keyv({ store: redis }));
  await rerank();
  await vi.waitFor(async () => {
    expect(await client.sendCommand(["DBSIZE"])).toBe(3);
  });
  const keys = (await client.sendCommand(["KEYS", "*"])) as string[];
  const values = await Promise.all(keys.map((key) => client.sendCommand(["GET", key])));
  expect(JSON.stringify([keys, values])).not.toContain("confidential");
  expect(Number(await client.sendCommand(["PTTL", keys[0] ?? ""]))).toBeGreaterThan(80_000_000);
});

test("a Redis that cannot be reached is reported, and the call is answered", async () => {
  const gone = new Keyv({ store: new KeyvRedis("redis://127.0.0.1:1") });
  gone.on("error", () => {});
  const { rerank, events } = instance(gone);
  expect(await rerank()).toMatchObject({ usage: { requests: 1 } });
  expect(events.some((event) => event.type === "response")).toBe(true);
});
