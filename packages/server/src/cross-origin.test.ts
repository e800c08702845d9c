import { expect, test } from "vitest";
import { byPosition, errorBody, start, valid } from "./__fixtures__/start.ts";
import { createRerankServer } from "./create-rerank-server.ts";

const form = "application/x-www-form-urlencoded";

test.each<Record<string, string>>([
  { "sec-fetch-site": "cross-site", origin: "https://page.example" },
  { "sec-fetch-site": "same-site" },
  { origin: "https://page.example" },
  { origin: "http://127.0.0.1:1" },
  { origin: "null" },
])("without keys, what a browser sends for another origin's page is a 403: %o", async (headers) => {
  const { post } = await start();
  const answer = await post(valid, { "content-type": form, ...headers });
  expect(answer).toMatchObject({
    status: 403,
    body: errorBody({ code: "cross_origin", type: "invalid_request_error" }),
  });
});

test("without keys, programs and pages of the server's own origin are answered", async () => {
  const { url, post } = await start();
  const own = { "sec-fetch-site": "same-origin", origin: "https://the-name-before-a-proxy.example" };
  for (const headers of [{}, { origin: url }, own, { "sec-fetch-site": "none" }]) {
    expect(await post(valid, { "content-type": form, ...headers })).toMatchObject({ status: 200 });
  }
});

test("a port that goes without saying makes no other origin", async () => {
  const { fetch } = createRerankServer({ reranker: byPosition });
  const body = JSON.stringify(valid);
  const ask = async (host: string, origin: string): Promise<Response> =>
    fetch(new Request("http://127.0.0.1/v1/rerank", { method: "POST", headers: { host, origin }, body }));
  expect((await ask("rerank.example:443", "https://rerank.example")).status).toBe(200);
  expect((await ask("rerank.example", "https://rerank.example")).status).toBe(200);
  expect((await ask("rerank.example:8443", "https://rerank.example")).status).toBe(403);
  expect((await ask("rerank.example", "null")).status).toBe(403);
});

test("with keys, the key decides alone", async () => {
  const { post } = await start({ apiKeys: ["a-key"] });
  const headers = { "sec-fetch-site": "cross-site", origin: "https://page.example", authorization: "Bearer a-key" };
  expect(await post(valid, headers)).toMatchObject({ status: 200 });
});
