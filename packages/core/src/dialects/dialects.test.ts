import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type RecordedRequest, startHttpServer, type TestServer } from "../../../../test/support/http-server.ts";
import { createReranker } from "../create-reranker.ts";
import type { RerankError } from "../errors/rerank-error.ts";
import type { RerankerOptions } from "../options.ts";
import { cohere } from "./__fixtures__/cohere.ts";
import { dashscope, dashscopeNative } from "./__fixtures__/dashscope.ts";
import { question, type ServerFixture } from "./__fixtures__/fixture.ts";
import { infinity } from "./__fixtures__/infinity.ts";
import { jina } from "./__fixtures__/jina.ts";
import { litellm } from "./__fixtures__/litellm.ts";
import { llamacpp, llamacppQwen } from "./__fixtures__/llamacpp.ts";
import { localai } from "./__fixtures__/localai.ts";
import { mixedbread } from "./__fixtures__/mixedbread.ts";
import { nvidia } from "./__fixtures__/nvidia.ts";
import { pinecone } from "./__fixtures__/pinecone.ts";
import { qhaigc } from "./__fixtures__/qhaigc.ts";
import { siliconflow } from "./__fixtures__/siliconflow.ts";
import { tei } from "./__fixtures__/tei.ts";
import { together } from "./__fixtures__/together.ts";
import { vllm } from "./__fixtures__/vllm.ts";
import { voyage } from "./__fixtures__/voyage.ts";
import { xinference } from "./__fixtures__/xinference.ts";
import { presets } from "./presets.ts";

const apiKey = "key-7c1e94b2f0";
const secrets = [apiKey, "7c1e94", question.query, "giant panda", "native to China", "capital of France", "eat bamboo"];

const servers: readonly ServerFixture[] = [
  qhaigc,
  cohere,
  jina,
  voyage,
  mixedbread,
  siliconflow,
  dashscope,
  dashscopeNative,
  together,
  pinecone,
  nvidia,
  vllm,
  tei,
  infinity,
  llamacpp,
  llamacppQwen,
  localai,
  xinference,
  litellm,
];

let server: TestServer;
let reply: { status: number; body: unknown };

beforeAll(async () => {
  server = await startHttpServer((_request: RecordedRequest, response: ServerResponse) => {
    const { status, body } = reply;
    response.writeHead(status, { "content-type": typeof body === "string" ? "text/html" : "application/json" });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
});
afterAll(() => server.close());
// With no jitter, every wait before a retry is 0 ms long.
beforeEach(() => {
  vi.spyOn(Math, "random").mockReturnValue(0);
});

function rerankerFor(fixture: ServerFixture, options: RerankerOptions = {}): ReturnType<typeof createReranker> {
  return createReranker({
    provider: fixture.provider,
    baseURL: server.origin,
    apiKey,
    ...fixture.options,
    ...options,
  });
}

test("every preset has a fixture", () => {
  expect(new Set(servers.map(({ provider }) => provider))).toEqual(new Set(Object.keys(presets)));
});

describe.each(servers)("$provider $options.model", (fixture) => {
  test("is sent the documented request", async () => {
    reply = { status: 200, body: fixture.responses[0]?.body };
    await rerankerFor(fixture).rerank(question);
    const sent = server.requests.at(-1);
    expect(sent).toMatchObject({ method: "POST", path: fixture.request.path, headers: fixture.request.headers });
    expect(JSON.parse(sent?.body ?? "")).toEqual(fixture.request.body);
    const keyHeaders = Object.values(sent?.headers ?? {}).filter((value) => String(value).includes(apiKey));
    expect(keyHeaders).toHaveLength(1);
  });

  test("is asked for all without a top N", async () => {
    reply = { status: 200, body: [0, 1, 2].map((index) => ({ index, score: 1 - index })) };
    expect((await rerankerFor(fixture).rerank({ ...question, topN: undefined })).results).toHaveLength(3);
    expect(server.requests.at(-1)?.body).not.toMatch(/"top_?[nk]"/u);
  });

  test.each(fixture.responses)("answers: $title", async ({ body, results, usage, id }) => {
    reply = { status: 200, body };
    const response = await rerankerFor(fixture).rerank(question);
    expect(response.results).toEqual(
      results.map(([index, score]) => ({ index, relevanceScore: expect.closeTo(score, 12) as number })),
    );
    expect(response.usage).toEqual({ ...usage, requests: 1 });
    expect(response.id).toBe(id);
  });

  test.runIf(fixture.errors.length > 0).each(fixture.errors)("fails: $title", async ({ status, body, fails }) => {
    reply = { status, body };
    const before = server.requests.length;
    const error = await rerankerFor(fixture)
      .rerank(question)
      .then(
        () => expect.unreachable("the call must fail"),
        (reason: unknown) => reason as RerankError,
      );
    const { name, isRetryable, says } = fails;
    expect({ name: error.name, isRetryable: error.isRetryable, said: error.message }).toMatchObject({
      name,
      isRetryable,
    });
    expect(error.status).toBe(status);
    for (const words of [...says, `POST ${server.origin}${fixture.request.path}`])
      expect(error.message).toContain(words);
    for (const secret of secrets) expect(JSON.stringify(error) + error.message).not.toContain(secret);
    expect(server.requests.length - before).toBe(isRetryable ? 3 : 1);
  });
});
