import { channel } from "node:diagnostics_channel";
import { inspect } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { startFaultServer } from "../../../test/support/fault-server.ts";
import { failureOf, transports } from "../../../test/support/fault-table.ts";
import { answer, inTurn, scores } from "../../../test/support/faults.ts";
import { expectNoSecret, secrets } from "../../../test/support/secrets.ts";
import { createReranker } from "./create-reranker.ts";
import type { RerankEvent } from "./events.ts";

const { apiKey, query, documents } = secrets;
const about = { provider: "qhaigc", model: "bge-reranker-v2-m3" };
const response = {
  type: "response",
  ...about,
  attempt: 1,
  documents: 2,
  status: 200,
  durationMs: expect.any(Number),
  usage: { promptTokens: 20, totalTokens: 20, requests: 1 },
};

describe.each(Object.entries(transports))("events, over %s", (_, transport) => {
  const observe = (baseURL: string) => {
    const events: RerankEvent[] = [];
    const reranker = createReranker({ baseURL, apiKey, ...transport, onEvent: (event) => events.push(event) });
    return { events, reranker };
  };

  test("a call that succeeds is a request and a response", async () => {
    await using server = await startFaultServer(scores);
    const { events, reranker } = observe(server.baseURL);
    await reranker.rerank({ query, documents });
    expect(events).toEqual([{ type: "request", ...about, attempt: 1, documents: 2 }, response]);
    const [, answered] = events;
    expect(answered?.type === "response" && answered.durationMs).toBeGreaterThan(0);
  });

  test("a retry stands between two requests, and the response has the server's id", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const rows = documents.map((_text, index) => ({ index, relevance_score: 0.5 }));
    await using server = await startFaultServer(
      inTurn(answer(429, "", { "retry-after-ms": "5" }), answer(200, { results: rows }, { "x-request-id": "r-9" })),
    );
    const { events, reranker } = observe(server.baseURL);
    expect((await reranker.rerank({ query, documents })).id).toBe("r-9");
    expect(events).toEqual([
      { type: "request", ...about, attempt: 1, documents: 2 },
      { type: "retry", ...about, attempt: 1, delayMs: 5, code: "RANKWIRE_RATE_LIMIT", status: 429 },
      { type: "request", ...about, attempt: 2, documents: 2 },
      { ...response, attempt: 2, usage: { requests: 1 }, requestId: "r-9" },
    ]);
  });

  test("a call that is split says so first", async () => {
    await using server = await startFaultServer(scores);
    const events: RerankEvent[] = [];
    const reranker = createReranker({
      baseURL: server.baseURL,
      ...transport,
      maxDocumentsPerRequest: 1,
      onEvent: (event) => events.push(event),
    });
    await reranker.rerank({ query, documents });
    expect(events[0]).toEqual({ type: "split", ...about, documents: 2, requests: 2 });
    expect(
      events
        .slice(1)
        .map(({ type }) => type)
        .sort(),
    ).toEqual(["request", "request", "response", "response"]);
  });

  test("a call that costs nothing is no event", async () => {
    await using server = await startFaultServer(scores);
    const { events, reranker } = observe(server.baseURL);
    await reranker.rerank({ query, documents: [] });
    await failureOf(reranker.rerank({ query: "", documents }));
    expect(events).toEqual([]);
  });

  test("events hold neither key, query nor text", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    await using server = await startFaultServer(
      inTurn(answer(500, { error: { message: `${apiKey} ${query} ${documents[0]}` } }), scores),
    );
    const { events, reranker } = observe(server.baseURL);
    await reranker.rerank({ query, documents });
    expect(events).toHaveLength(4);
    expectNoSecret(events);
  });

  test("a listener that throws or rejects does not disturb the call", async () => {
    await using server = await startFaultServer(scores);
    const fails = (): never => {
      throw new Error("a fault of the listener");
    };
    for (const onEvent of [fails, async () => fails()] as (() => void)[]) {
      const reranker = createReranker({ baseURL: server.baseURL, onEvent, ...transport });
      expect((await reranker.rerank({ query, documents })).results).toHaveLength(2);
    }
  });

  test("the diagnostics channel gets the same events", async () => {
    await using server = await startFaultServer(scores);
    const published: unknown[] = [];
    const subscriber = (message: unknown): void => void published.push(message);
    channel("rankwire").subscribe(subscriber);
    const { events, reranker } = observe(server.baseURL);
    await reranker.rerank({ query, documents });
    channel("rankwire").unsubscribe(subscriber);
    await reranker.rerank({ query, documents });
    expect(published).toHaveLength(2);
    expect(published).toEqual(events.slice(0, 2));
  });

  test("a reranker shows neither its key nor its headers", async () => {
    const reranker = createReranker({ apiKey, headers: { "x-tenant": apiKey }, ...transport });
    expect(inspect(reranker, { showHidden: true, depth: 10 })).not.toContain(apiKey.slice(3));
    expect(JSON.stringify(reranker)).toBe('{"provider":"qhaigc","model":"bge-reranker-v2-m3"}');
    expect(Object.keys(reranker)).toEqual(["provider", "model", "rerank"]);
    expect(Object.values(reranker).map(String).join(" ")).not.toContain(apiKey.slice(3));
  });

  test("headers of a call go with that call alone", async () => {
    await using server = await startFaultServer(scores);
    const { reranker } = observe(server.baseURL);
    await reranker.rerank({ query, documents }, { headers: { "X-Tenant": "a", Authorization: "Bearer other" } });
    await reranker.rerank({ query, documents });
    expect(server.requests.map(({ headers }) => [headers["x-tenant"], headers["authorization"]])).toEqual([
      ["a", "Bearer other"],
      [undefined, `Bearer ${apiKey}`],
    ]);
  });
});
