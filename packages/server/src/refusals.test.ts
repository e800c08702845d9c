import { ConfigurationError } from "@rankwire/core";
import { expect, test } from "vitest";
import { byPosition, errorBody, start, valid } from "./__fixtures__/start.ts";
import { createRerankServer } from "./create-rerank-server.ts";

const secret = "a text that no message may hold";

test.each([
  ["model", { ...valid, model: undefined }],
  ["model", { ...valid, model: 7 }],
  ["model", { ...valid, model: "" }],
  ["query", { ...valid, query: undefined }],
  ["query", { ...valid, query: [secret] }],
  ["query", { ...valid, query: " \n " }],
  ["documents", { ...valid, documents: undefined }],
  ["documents", { ...valid, documents: secret }],
  ["documents", { ...valid, documents: { 0: secret, length: 1 } }],
  ["documents[1]", { ...valid, documents: ["one", { text: secret }] }],
  ["documents[2]", { ...valid, documents: ["one", "two", null, 4] }],
  ["top_n", { ...valid, top_n: 0 }],
  ["top_n", { ...valid, top_n: -1 }],
  ["top_n", { ...valid, top_n: 1.5 }],
  ["top_n", { ...valid, top_n: "3" }],
  ["top_n", { ...valid, top_n: null }],
])("a wrong %s is a 400 that names the field and quotes nothing", async (param, request) => {
  const { post } = await start();
  const { status, body } = await post(request);
  expect(status).toBe(400);
  expect(body).toEqual(errorBody({ type: "invalid_request_error", code: "invalid_request", param }));
  expect(body).toHaveProperty("error.message", expect.stringMatching(/^\S+ (must|is missing)/));
  expect((body as { error: { message: string } }).error.message.startsWith(`${param} `)).toBe(true);
  expect(JSON.stringify(body)).not.toContain(secret);
});

test.each(["[]", "null", "7", JSON.stringify(secret)])("the body %s is a 400", async (body) => {
  const { post } = await start();
  const answer = await post(body);
  expect(answer).toMatchObject({ status: 400, body: { error: { message: "the body must be a JSON object" } } });
});

test.each(["", "{", secret, `{"query":"${secret}`, "[".repeat(1_000_000)])(
  "text that is no JSON is a 400",
  async (body) => {
    const { post } = await start();
    const answer = await post(body);
    expect(answer).toMatchObject({ status: 400, body: errorBody({ code: "invalid_json" }) });
    expect(JSON.stringify(answer.body)).not.toContain("text that");
  },
);

test("bytes that are no UTF-8 are a 400, in one piece and in several", async () => {
  const { ask } = await start();
  const bytes = Buffer.from(JSON.stringify({ ...valid, query: "caf\u00e9" }), "latin1");
  const whole = await ask("/v1/rerank", { method: "POST", body: bytes });
  expect(whole).toMatchObject({ status: 400, body: errorBody({ code: "invalid_encoding" }) });
  const stream = new Blob([bytes]).stream();
  const pieces = await ask("/v1/rerank", { method: "POST", body: stream, duplex: "half" });
  expect(pieces).toMatchObject({ status: 400, body: errorBody({ code: "invalid_encoding" }) });
});

test.each(["identity", "", "Identity, identity"])("a Content-Encoding of %j says nothing", async (encoding) => {
  const { post } = await start();
  expect(await post(valid, { "content-encoding": encoding })).toMatchObject({ status: 200 });
});

test("a compressed body is a 415", async () => {
  const { post } = await start();
  const answer = await post(valid, { "content-encoding": "gzip" });
  expect(answer).toMatchObject({ status: 415, body: errorBody({ code: "unsupported_encoding" }) });
});

test.each(["/", "/v1", "/v1/rerank/more", "/v1/embeddings"])("%s is a 404", async (path) => {
  const { ask } = await start();
  const answer = await ask(path, { method: "POST", body: "{}" });
  expect(answer).toMatchObject({ status: 404, body: errorBody({ code: "not_found", type: "invalid_request_error" }) });
});

test.each([
  ["GET", "/v1/rerank", "POST"],
  ["PUT", "/rerank", "POST"],
  ["OPTIONS", "/v1/rerank", "POST"],
  ["POST", "/health", "GET, HEAD"],
  ["DELETE", "/v1/models", "GET, HEAD"],
])("%s %s is a 405 that allows %s", async (method, path, allow) => {
  const { ask } = await start();
  const { status, headers, body } = await ask(path, { method });
  expect({ status, allow: headers.get("allow"), body }).toEqual({
    status: 405,
    allow,
    body: errorBody({ code: "method_not_allowed", type: "invalid_request_error" }),
  });
});

test("too many documents are a 413", async () => {
  const { post } = await start({ maxDocuments: 2 });
  const answer = await post(valid);
  expect(answer).toMatchObject({ status: 413, body: errorBody({ code: "too_many_documents", param: "documents" }) });
  expect(await post({ ...valid, documents: ["one", "two"] })).toMatchObject({ status: 200 });
});

test("a thousand documents are taken and one more is not, unless told otherwise", async () => {
  const { post } = await start();
  const documents = Array.from({ length: 1001 }, (_, index) => `text ${index}`);
  expect(await post({ ...valid, documents: documents.slice(1) })).toMatchObject({ status: 200 });
  expect(await post({ ...valid, documents })).toMatchObject({ status: 413 });
});

test.each([
  ["reranker", { reranker: {} as never }],
  ["apiKeys", { apiKeys: [] }],
  ["apiKeys", { apiKeys: "a-key" as never }],
  ["apiKeys[1]", { apiKeys: ["good", ""] }],
  ["apiKeys[0]", { apiKeys: ["with a space"] }],
  ["models", { models: [] }],
  ["models[0]", { models: [undefined as never] }],
  ["models[1]", { models: ["one", " "] }],
  ["maxBodyBytes", { maxBodyBytes: 0 }],
  ["maxDocuments", { maxDocuments: 1.5 }],
  ["maxConcurrentCharacters", { maxConcurrentCharacters: -1 }],
  ["onError", { onError: "log" as never }],
])("a wrong option %s shows when the server is created", (name, options) => {
  const create = () => createRerankServer({ reranker: byPosition, ...options });
  expect(create).toThrow(ConfigurationError);
  expect(create).toThrow(`${name} `);
});

test("options that are left out are asked for", () => {
  const create = createRerankServer as () => unknown;
  expect(() => create()).toThrow(ConfigurationError);
  expect(() => create()).toThrow(/^reranker must be/u);
});

const protecting = ["auth", "authKeys", "bearerKeys", "allowedKeys", "secrets"];
const limiting = ["maxBodySize", "maxBytes", "bodyLimit", "maxDocs", "modelNames", "onProblem"];

test.each([...protecting, ...limiting])("%s is no option, and refused without its value", (name) => {
  const create = () => createRerankServer({ reranker: byPosition, [name]: "sk-secret" });
  expect(create).toThrow(ConfigurationError);
  expect(create).toThrow(`${name} is no option of the server; those are reranker, apiKeys, models,`);
  expect(create).not.toThrow("sk-secret");
});

test("an option that is left undefined is none", () => {
  const options: object = { other: undefined };
  expect(() => createRerankServer({ reranker: byPosition, ...options })).not.toThrow();
});
