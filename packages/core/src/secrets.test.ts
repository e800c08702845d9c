import { expect, test } from "vitest";
import { secretsIn, withoutSecrets } from "./secrets.ts";

test("whatever may be a key in headers or the URL's query is known as private, and nothing else", () => {
  const url = new URL("http://host/v1/rerank?key=query-key-1&v=2");
  const headers = { "content-type": "application/json", authorization: "Bearer header-key-1", "x-tenant": "t" };
  expect(secretsIn(headers, url, undefined)).toEqual({
    words: ["header-key-1", "query-key-1"],
    keys: ["header-key-1", "query-key-1"],
  });
});

test("what is added to a body is private as well, a key by its name", () => {
  const extraBody = { truncate: "END", user: { id: "customer-4711" }, api_token: ["body-key-1"] };
  expect(secretsIn({}, new URL("http://host/"), undefined, extraBody)).toEqual({
    words: ["customer-4711", "body-key-1"],
    keys: ["body-key-1"],
  });
});

test("keys are known by the names of their headers, without schemes and names of cookies", () => {
  const headers = { authorization: "Basic dXNlcjpwYXNz", cookie: "sid=abc123; theme=dark", "x-tenant": "production" };
  const { keys } = secretsIn({ ...headers, "x-api-key": "k7" }, new URL("http://host/?api_key=q-key"), "own-key");
  expect(keys).toEqual(["own-key", "dXNlcjpwYXNz", "user", "pass", "abc123", "dark", "q-key"]);
});

test("headers of a response are shown without those that repeat what is private", () => {
  const secrets = { words: ["customer-4711"], keys: ["k7-secret"] };
  const headers = {
    "x-plain": "kept",
    "x-user": "for customer-4711",
    "x-key": "Bearer k7-secret",
    "set-cookie": "a=b",
  };
  expect(withoutSecrets(headers, secrets)).toEqual({ "x-plain": "kept" });
});

test.each(["x-signature", "cookie", "x-auth", "api-key", "token", "client-secret", "password", "x-credentials"])(
  "the value of %s is a key",
  (name) => {
    expect(secretsIn({ [name]: "value-1" }, new URL("http://host/"), undefined).keys).toEqual(["value-1"]);
  },
);

test("what all keys of a provider begin with is no part of a key, unless little else is", () => {
  const keyOf = (apiKey: string) => secretsIn({}, new URL("http://host/"), apiKey).keys;
  expect(keyOf("jina_4f7Qm2vXw9KpLr4Tz8")).toEqual(["4f7Qm2vXw9KpLr4Tz8"]);
  expect(keyOf("a-short")).toEqual(["a-short"]);
});
