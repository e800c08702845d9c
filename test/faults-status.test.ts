import { createReranker } from "@rankwire/core";
import { describe, expect, test, vi } from "vitest";
import { startFaultServer } from "./support/fault-server.ts";
import {
  badRequest,
  describeFaults,
  type ExpectedFailure,
  failedServer,
  failureOf,
  type FaultCase,
  rateLimit,
  refusedKey,
  transports,
} from "./support/fault-table.ts";
import { answer, scores } from "./support/faults.ts";
import { expectNoSecret, secrets } from "./support/secrets.ts";

const { apiKey, query, documents } = secrets;

type Kind = Pick<ExpectedFailure, "name" | "code" | "isRetryable">;
const lasting: Kind = { ...failedServer, isRetryable: false };

const kinds: readonly (readonly [status: number, kind: Kind, said: string])[] = [
  [400, badRequest, "rejects the request"],
  [401, refusedKey, "check apiKey"],
  [402, refusedKey, "check the account's balance"],
  [403, refusedKey, "the key may not use this model or address"],
  [404, badRequest, "check that baseURL ends in /v1"],
  [405, badRequest, "check that baseURL ends in /v1"],
  [408, failedServer, "busy"],
  [409, failedServer, "busy"],
  [413, badRequest, "lower maxDocumentsPerRequest"],
  [415, badRequest, "rejects the request"],
  [418, badRequest, "rejects the request"],
  [422, badRequest, "rejects the request"],
  [424, lasting, "server failed"],
  [425, failedServer, "busy"],
  [429, rateLimit, "Too many requests"],
  [500, failedServer, "server failed"],
  [501, lasting, "server failed"],
  [502, failedServer, "server failed"],
  [503, failedServer, "server failed"],
  [504, failedServer, "server failed"],
  [505, lasting, "server failed"],
  [507, failedServer, "server failed"],
  [529, failedServer, "server failed"],
];

/** Bodies as servers send them, with the words of them that an error repeats. */
const bodies: readonly (readonly [shape: string, body: unknown, said: string])[] = [
  ["JSON", { error: { message: "try it differently", type: "x", code: null } }, "try it differently"],
  ["text", "try it differently", "try it differently"],
  ["no body", "", ""],
];

describeFaults(
  "statuses",
  kinds.flatMap(([status, kind, said]) =>
    bodies.map(([shape, body, words]): FaultCase => ({
      title: `${status} with ${shape}`,
      fault: answer(status, body),
      fails: { ...kind, status, message: [said, words, `(${status}; POST `] },
    })),
  ),
);

describeFaults("what servers say", [
  {
    title: "FastAPI's list of errors, which repeats the input",
    fault: answer(422, { detail: [{ loc: ["body", "documents"], msg: "field required", input: secrets.documents }] }),
    fails: { ...badRequest, status: 422, message: ["field required"] },
  },
  {
    title: "an error in words",
    fault: answer(413, { error: "batch size 100 > 32", error_type: "Validation" }),
    fails: { ...badRequest, status: 413, message: ["batch size 100 > 32", "maxDocumentsPerRequest"] },
  },
  {
    title: "a bare JSON string",
    fault: answer(400, '"top_n must be positive"'),
    fails: { ...badRequest, status: 400, message: ["top_n must be positive"] },
  },
  {
    title: "an HTML page on a wrong path",
    fault: answer(404, "<html><body>nginx</body></html>", { "content-type": "text/html" }),
    fails: { ...badRequest, status: 404, message: ["HTML page", "check that baseURL ends in /v1"] },
  },
  {
    title: "a 500 for a request that is wrong",
    fault: answer(500, { error: { message: "field documents is required", code: "invalid_request" } }),
    fails: { ...badRequest, status: 500, message: ["field documents is required"] },
  },
  {
    title: "a 503 for a model that is not there",
    fault: answer(503, { error: { message: "no available channel for this model", code: "model_not_found" } }),
    fails: { ...badRequest, status: 503, message: ["check model"] },
  },
  ...["why does my model say file not found", "does GPT-5 exceed the context length of its predecessor"].map(
    (asked) => ({
      title: `a 503 that says nothing but what was asked: ${asked}`,
      fault: answer(503, { message: `worker crashed while scoring: ${asked}` }),
      request: { query: asked },
      fails: { ...failedServer, status: 503, message: ["The server failed", "withheld"] },
    }),
  ),
  {
    title: "a 503 for a model that is not there, where a document tells of such answers",
    fault: answer(503, { error: { message: "no available channel for this model", code: "model_not_found" } }),
    request: { documents: ["The code model_not_found means that there is no available channel in the gateway."] },
    fails: { ...badRequest, status: 503, message: ["check model"] },
  },
  {
    title: "a 500 for a text that is too long, where a document tells of such answers",
    fault: answer(500, { error: { message: "input (900 tokens) is too large to process. increase the batch size" } }),
    request: { documents: ["A text may be too large to process, says the manual."] },
    fails: { ...badRequest, status: 500, message: [/too large to process|withheld/u] },
  },
  {
    title: "a 500 for a text that is too long",
    fault: answer(500, { error: { message: "input is too large to process. increase the physical batch size" } }),
    fails: { ...badRequest, status: 500, message: ["too large to process"] },
  },
  {
    title: "a message that repeats the key",
    fault: answer(401, { error: { message: `Incorrect API key provided: ${apiKey.slice(0, 12)}***` } }),
    fails: { ...refusedKey, status: 401, message: ["withheld"] },
  },
  {
    title: "a message that repeats a document",
    fault: answer(400, { message: `cannot score "${documents[1].slice(0, 25)}…"` }),
    fails: { ...badRequest, status: 400, message: ["withheld"] },
  },
  {
    title: "a message that repeats the query",
    fault: answer(500, `failed on ${query}`),
    fails: { ...failedServer, status: 500, message: ["withheld"] },
  },
  {
    title: "a message of a megabyte",
    fault: answer(400, { message: "no ".repeat(350_000) }),
    fails: { ...badRequest, status: 400, message: [/^.{300,700}$/u] },
  },
]);

describe.each(Object.entries(transports))("statuses, over %s", (_name, transport) => {
  test("an error carries the server's id for the request and the wait it asks for", async () => {
    await using server = await startFaultServer(answer(503, "", { "x-request-id": "r-1", "retry-after-ms": "1500" }));
    const reranker = createReranker({ apiKey, baseURL: server.baseURL, maxRetries: 0, ...transport });
    const error = await failureOf(reranker.rerank({ query, documents }));
    expect(error).toMatchObject({ status: 503, requestId: "r-1", retryAfterMs: 1500 });
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ name: "ServerError", status: 503, requestId: "r-1" });
  });

  test("a message that repeats a key from the call's own headers is withheld", async () => {
    const own = "tenant-key-83265";
    await using server = await startFaultServer(answer(401, { message: `the key ${own} is unknown` }));
    const reranker = createReranker({ baseURL: server.baseURL, maxRetries: 0, ...transport });
    const error = await failureOf(
      reranker.rerank({ query, documents }, { headers: { authorization: `Bearer ${own}` } }),
    );
    expect(error.message).toContain("withheld");
    expectNoSecret(error);
    expect(String(error)).not.toContain(own);
  });

  test("every 2xx with scores is an answer", async () => {
    for (const status of [200, 201, 202, 206]) {
      const body = { results: documents.map((_, index) => ({ index, relevance_score: 0.5 })) };
      await using server = await startFaultServer(answer(status, body));
      const reranker = createReranker({ apiKey, baseURL: server.baseURL, maxRetries: 0, ...transport });
      expect((await reranker.rerank({ query, documents })).results).toHaveLength(2);
    }
  });

  test("a wait of the server's own choosing comes before the next try", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const waits: Record<string, number> = {};
    const date = new Date(Date.now() + 30_000).toUTCString();
    const asked: [string, Readonly<Record<string, string>>][] = [
      ["milliseconds", { "retry-after-ms": "25", "retry-after": "10" }],
      ["seconds", { "retry-after": "0.03" }],
      ["date", { "retry-after": date }],
      ["past", { "retry-after": "Wed, 21 Oct 2015 07:28:00 GMT" }],
      ["nonsense", { "retry-after": "soon" }],
    ];
    for (const [title, headers] of asked) {
      await using server = await startFaultServer(answer(429, "", headers));
      const stop = new AbortController();
      const reranker = createReranker({
        apiKey,
        baseURL: server.baseURL,
        maxRetries: 1,
        onEvent: (event) => {
          if (event.type !== "retry") return;
          waits[title] = event.delayMs;
          if (event.delayMs > 1000) stop.abort();
        },
        ...transport,
      });
      await failureOf(reranker.rerank({ query, documents }, { signal: stop.signal }));
    }
    expect(waits).toMatchObject({ milliseconds: 25, seconds: 30, past: 0, nonsense: 0 });
    expect(waits["date"]).toBeGreaterThan(25_000);
    expect(waits["date"]).toBeLessThanOrEqual(30_000);
  });

  test("a wait that is too long, or longer than the call may take, is not begun", async () => {
    for (const [headers, totalTimeoutMs] of [
      [{ "retry-after": "61" }, 120_000],
      [{ "retry-after": "2" }, 1000],
    ] as const) {
      await using server = await startFaultServer(answer(429, "", headers));
      const reranker = createReranker({ apiKey, baseURL: server.baseURL, totalTimeoutMs, ...transport });
      const error = await failureOf(reranker.rerank({ query, documents }));
      expect(error).toMatchObject({ name: "RateLimitError", isRetryable: true });
      expect(server.requests).toHaveLength(1);
    }
  });

  test("a retry sends the same request again", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    await using server = await startFaultServer((socket, request) => {
      server.fault = scores;
      answer(500)(socket, request);
    });
    const reranker = createReranker({ apiKey, baseURL: server.baseURL, ...transport });
    await reranker.rerank({ query, documents }, { headers: { "x-tenant": "a" } });
    const [first, second] = server.requests;
    expect({ ...second, connection: 0 }).toEqual({ ...first, connection: 0 });
    expect(second?.headers["x-tenant"]).toBe("a");
  });
});
