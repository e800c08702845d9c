import { describe, expect, test } from "vitest";
import { startFaultServer } from "../../../test/support/fault-server.ts";
import { failureOf, transports } from "../../../test/support/fault-table.ts";
import { answer, inTurn } from "../../../test/support/faults.ts";
import { expectNoSecret, secrets } from "../../../test/support/secrets.ts";
import { createReranker } from "./create-reranker.ts";
import type { RerankEvent } from "./events.ts";
import { rankItems } from "./rank-items.ts";
import { withCache } from "./with-cache.ts";

const { apiKey, query, documents } = secrets;
const found = (count: number, headers: Readonly<Record<string, string>>) =>
  answer(200, { results: Array.from({ length: count }, (_, index) => ({ index, relevance_score: 0.5 })) }, headers);

describe.each(Object.entries(transports))("the headers of a response, over %s", (_, transport) => {
  test("are handed on, names in lower case", async () => {
    await using server = await startFaultServer(found(2, { "X-RateLimit-Remaining": "7" }));
    const reranker = createReranker({ baseURL: server.baseURL, apiKey, ...transport });
    const ranked = await rankItems(reranker, { query, items: documents, text: (text) => text });
    expect(ranked.headers).toMatchObject({ "x-ratelimit-remaining": "7", "content-type": "application/json" });
  });

  test("show neither cookies nor the key", async () => {
    const echo = { "x-echo": `Bearer ${apiKey}`, "set-cookie": "session=5f2a", "x-plain": "kept" };
    await using server = await startFaultServer(found(2, echo));
    const reranker = createReranker({ baseURL: server.baseURL, apiKey, ...transport });
    const response = await reranker.rerank({ query, documents });
    expect(response.headers).toMatchObject({ "x-plain": "kept" });
    expect(response.headers).not.toHaveProperty("set-cookie");
    expectNoSecret(response);
  });

  test.each([apiKey, `id-${apiKey.slice(3)}-1`, documents[0], query])("give no id that repeats %j", async (id) => {
    const events: RerankEvent[] = [];
    const onEvent = (event: RerankEvent): void => void events.push(event);
    const headers = { "x-request-id": id };
    await using good = await startFaultServer(
      answer(200, { id, results: documents.map((_, index) => ({ index, relevance_score: 0.5 })) }, headers),
    );
    const options = { apiKey, maxRetries: 0, onEvent, ...transport };
    const reranker = createReranker({ baseURL: good.baseURL, ...options });
    // The headers themselves are the server's own words, of which only keys are taken.
    expectNoSecret({ ...(await reranker.rerank({ query, documents })), headers: undefined });
    for (const fault of [
      answer(500, "", headers),
      answer(200, "", headers),
      answer(200, { error: "no" }, headers),
      answer(200, { results: [] }, headers),
    ]) {
      await using server = await startFaultServer(fault);
      const failing = createReranker({ baseURL: server.baseURL, ...options });
      expectNoSecret(await failureOf(failing.rerank({ query, documents })));
    }
    expectNoSecret(events);
    expect(events.filter(({ type }) => type === "response")).toHaveLength(1);
  });

  test("are those of the first part of a call that was split, and none where nothing was asked", async () => {
    await using server = await startFaultServer(inTurn(found(1, { "x-part": "1" }), found(1, { "x-part": "2" })));
    const limits = { maxDocumentsPerRequest: 1, maxConcurrency: 1 };
    const reranker = withCache(createReranker({ baseURL: server.baseURL, apiKey, ...limits, ...transport }));
    expect((await reranker.rerank({ query, documents })).headers).toMatchObject({ "x-part": "1" });
    expect(await reranker.rerank({ query, documents })).not.toHaveProperty("headers");
  });
});
