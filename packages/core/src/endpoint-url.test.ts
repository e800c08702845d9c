import { expect, test } from "vitest";
import { endpointURL, shownURL } from "./endpoint-url.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";

test.each([
  ["http://host", "/rerank", "http://host/rerank"],
  ["http://host/", "/rerank", "http://host/rerank"],
  ["https://host/v1", "/rerank", "https://host/v1/rerank"],
  ["https://host/v1/", "/rerank", "https://host/v1/rerank"],
  ["https://host/v1/rerank", "/rerank", "https://host/v1/rerank"],
  ["https://host/v1/rerank/", "/rerank", "https://host/v1/rerank"],
  ["https://host/v1//", "/rerank", "https://host/v1/rerank"],
  ["https://host:8443/a/b/v1", "/rerank", "https://host:8443/a/b/v1/rerank"],
  ["https://host/v1", "/v1/rerank", "https://host/v1/rerank"],
  ["https://host", "/v1/rerank", "https://host/v1/rerank"],
  ["https://host/v1/rerank", "/v1/rerank", "https://host/v1/rerank"],
  ["https://host/rerank/v1", "/rerank", "https://host/rerank/v1/rerank"],
  ["https://host/v1/reranker", "/rerank", "https://host/v1/reranker/rerank"],
  // A version at the end stands for what the path has up to its own.
  ["https://host/v1", "/v2/rerank", "https://host/v1/rerank"],
  ["https://host/a/v1/", "/compatible-api/v1/reranks", "https://host/a/v1/reranks"],
  ["https://host/compatible-api", "/compatible-api/v1/reranks", "https://host/compatible-api/v1/reranks"],
  ["https://host/v1beta", "/v1/rerank", "https://host/v1beta/v1/rerank"],
  // An endpoint's name at the end stands for the whole.
  ["https://host/v1/rerank", "/v2/rerank", "https://host/v1/rerank"],
  ["https://host/reranks", "/v1/rerank", "https://host/reranks"],
  ["https://host/v1/models/m/reranking", "/v1/ranking", "https://host/v1/models/m/reranking"],
  ["https://host/text-rerank/text-rerank", "/rerank", "https://host/text-rerank/text-rerank"],
  ["https://host/v1?version=2&key=a%20b", "/rerank", "https://host/v1/rerank?version=2&key=a%20b"],
  ["https://host/v1#part", "/rerank", "https://host/v1/rerank"],
  ["https://HOST/V1", "/rerank", "https://host/V1/rerank"],
  ["https://host/gate%20way", "/rerank", "https://host/gate%20way/rerank"],
  ["http://[::1]:8080/v1", "/rerank", "http://[::1]:8080/v1/rerank"],
])("%s and %s give %s", (baseURL, path, url) => {
  expect(endpointURL(baseURL, path).href).toBe(url);
});

test.each([
  ["http://host/v1", "http://host/rerank"],
  ["http://host/a/v2/", "http://host/a/rerank"],
  ["http://host/v1/rerank", "http://host/v1/rerank"],
  ["http://host", "http://host/rerank"],
])("%s of a server without versions gives %s", (baseURL, url) => {
  expect(endpointURL(baseURL, "/rerank", false).href).toBe(url);
});

test.each(["", "host/v1", "/v1", "ftp://host/v1", "file:///v1", "localhost:8000/v1", "http://", "not a url"])(
  "%j is refused with an example of what is right",
  (baseURL) => {
    expect(() => endpointURL(baseURL, "/rerank")).toThrow("baseURL must be an absolute http:// or https:// URL");
    expect(() => endpointURL(baseURL, "/rerank")).toThrow(ConfigurationError);
  },
);

test.each(["http://user:pass@host/v1", "http://user@host/v1", "http://:pass@host/v1"])(
  "%s is refused for its credentials, which are not repeated",
  (baseURL) => {
    expect(() => endpointURL(baseURL, "/rerank")).toThrow(/^baseURL holds a user name or password: pass apiKey/u);
  },
);

test("a URL is shown without its query", () => {
  expect(shownURL(new URL("https://host:8443/v1/rerank?key=secret"))).toBe("https://host:8443/v1/rerank");
});
