import { expect, test } from "vitest";
import { answering, errorBody, gate, start, valid } from "./__fixtures__/start.ts";

/** A reranker that answers when `finish` opens; `started` is open once so many calls are under way. */
function held(calls: number) {
  const started = gate();
  const finish = gate();
  let begun = 0;
  const reranker = answering(async ({ documents }) => {
    if (++begun === calls) started.open();
    await finish.opened;
    return documents.map((_, index) => ({ index, relevanceScore: 1 }));
  });
  return { reranker, started: started.opened, finish: finish.open };
}

const body = JSON.stringify(valid);

test("a text that is too much beside those under way is a 503 that says when to come again", async () => {
  const { reranker, started, finish } = held(2);
  const { post } = await start({ reranker, maxConcurrentCharacters: 2 * body.length });
  const running = [post(body), post(body)];
  await started;
  const refused = await post(body);
  expect(refused).toMatchObject({ status: 503, body: errorBody({ code: "server_busy", type: "server_error" }) });
  expect(refused.headers.get("retry-after")).toBe("1");
  finish();
  expect(await Promise.all(running)).toMatchObject([{ status: 200 }, { status: 200 }]);
  expect(await post(body)).toMatchObject({ status: 200 });
});

test("a refused, a failed and an abandoned request leave their place to others", async () => {
  const started = gate();
  const { url, post } = await start({
    maxConcurrentCharacters: body.length,
    reranker: answering(async ({ query }) => {
      if (query === "fail") throw new Error("down");
      if (query !== "wait") return [{ index: 0, relevanceScore: 1 }];
      started.open();
      return new Promise(() => {});
    }),
  });
  const one = { ...valid, documents: ["one"] };
  expect(await post({ ...one, documents: "none" })).toMatchObject({ status: 400 });
  expect(await post({ ...one, query: "fail" })).toMatchObject({ status: 500 });
  const client = new AbortController();
  const init = { method: "POST", body: JSON.stringify({ ...one, query: "wait" }), signal: client.signal };
  const abandoned = fetch(`${url}/v1/rerank`, init);
  await started.opened;
  client.abort();
  await expect(abandoned).rejects.toThrow("aborted");
  await expect.poll(async () => (await post(one)).status).toBe(200);
});

test("one request alone is taken whatever its length", async () => {
  const { post } = await start({ maxConcurrentCharacters: 1 });
  expect(await post(valid)).toMatchObject({ status: 200 });
});

test("requests of 11 million characters are taken three at a time unless told otherwise", async () => {
  const { reranker, started, finish } = held(3);
  const { post } = await start({ reranker, maxBodyBytes: 20_000_000 });
  const large = JSON.stringify({ ...valid, documents: ["a".repeat(11_000_000)] });
  const running = [post(large), post(large), post(large)];
  await started;
  expect(await post(large)).toMatchObject({ status: 503 });
  finish();
  expect(await Promise.all(running)).toMatchObject([{ status: 200 }, { status: 200 }, { status: 200 }]);
});
