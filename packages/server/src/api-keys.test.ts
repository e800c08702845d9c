import { inspect } from "node:util";
import { ConfigurationError } from "@rankwire/core";
import { expect, test } from "vitest";
import { byPosition, errorBody, start, valid } from "./__fixtures__/start.ts";
import { createRerankServer } from "./create-rerank-server.ts";

const apiKeys = ["first-key", "second-key"];

test.each(["Bearer first-key", "Bearer second-key", "bearer  second-key"])("%s is let in", async (authorization) => {
  const { post } = await start({ apiKeys });
  expect(await post(valid, { authorization })).toMatchObject({ status: 200 });
});

test.each([
  ["invalid_api_key", "Bearer third-key"],
  ["invalid_api_key", "Bearer first-ke"],
  ["invalid_api_key", "Bearer first-key2"],
  ["invalid_api_key", "Bearer FIRST-KEY"],
  ["missing_api_key", "Bearer "],
  ["missing_api_key", "Bearer first-key second-key"],
  ["missing_api_key", "Basic first-key"],
  ["missing_api_key", "first-key"],
])("%s for %s", async (code, authorization) => {
  const { post } = await start({ apiKeys });
  const { status, headers, body } = await post(valid, { authorization });
  expect({ status, body }).toEqual({ status: 401, body: errorBody({ type: "authentication_error", code }) });
  expect(headers.get("www-authenticate")).toBe("Bearer");
  expect(JSON.stringify(body)).not.toMatch(/-ke/i);
});

test.each(["apiKey", "api_keys", "apikeys", "key", "keys", "token"])(
  "a key given as %s opens no server to everybody: it is refused",
  (name) => {
    const create = (): unknown => createRerankServer({ reranker: byPosition, [name]: "sk-secret" });
    expect(create).toThrow(ConfigurationError);
    expect(create).toThrow(`${name} has no effect: it is spelled apiKeys (the options of the server)`);
  },
);

test("no key is a 401, before anything is said of the body", async () => {
  const { post, ask } = await start({ apiKeys });
  expect(await post("no JSON")).toMatchObject({ status: 401, body: errorBody({ code: "missing_api_key" }) });
  expect(await ask("/v1/models")).toMatchObject({ status: 401 });
});

test("/health asks for no key", async () => {
  const { ask } = await start({ apiKeys });
  expect(await ask("/health")).toMatchObject({ status: 200, body: { status: "ok" } });
  expect(await ask("/health", { method: "HEAD" })).toMatchObject({ status: 200, body: undefined });
});

test("keys that are changed in the caller's list later change nothing, and none can be inspected", async () => {
  const keys = ["first-key"];
  const server = createRerankServer({ reranker: byPosition, apiKeys: keys });
  keys[0] = "other-key";
  const request = new Request("http://localhost/v1/models", { headers: { authorization: "Bearer first-key" } });
  expect(await server.fetch(request)).toMatchObject({ status: 200 });
  expect(inspect(server, { depth: 9, showHidden: true })).not.toContain("first-key");
});
