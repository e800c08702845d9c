import { createReranker } from "@rankwire/core";
import { describe, expect, test } from "vitest";
import { startFaultServer } from "./support/fault-server.ts";
import { badResponse, describeFaults, expectFailure, failureOf, transports } from "./support/fault-table.ts";
import { answer, scores } from "./support/faults.ts";
import { expectNoSecret, secrets } from "./support/secrets.ts";

const { apiKey, query, documents } = secrets;

describeFaults(
  "redirects",
  [301, 302, 303, 307, 308].map((status) => ({
    title: `${status} within the server`,
    fault: answer(status, "", { location: "/v2/rerank" }),
    fails: { ...badResponse, status, message: ["redirects", "not followed", "set baseURL to the final address"] },
  })),
);

describeFaults("redirects without a way", [
  {
    title: "302 without a location",
    fault: answer(302),
    fails: { ...badResponse, status: 302, message: ["redirects"] },
  },
  {
    title: "304",
    fault: (socket) => socket.write("HTTP/1.1 304 Not Modified\r\n\r\n"),
    fails: { ...badResponse, status: 304, message: ["304"] },
  },
]);

describe.each(Object.entries(transports))("redirects, over %s", (_name, transport) => {
  test("a redirect to a host that is named like the key is not named", async () => {
    const host = `${apiKey.slice(3)}.example`;
    await using server = await startFaultServer(answer(307, "", { location: `https://${host}/` }));
    const reranker = createReranker({ apiKey, baseURL: server.baseURL, ...transport });
    const error = await failureOf(reranker.rerank({ query, documents }));
    expect(error.message.toLowerCase()).not.toContain(host.toLowerCase());
    expect(error.message).toContain("The server redirects, and");
  });

  test.each([`http://${"a".repeat(15_000)}/`, "mailto:frogs@example.com", "javascript:0"])(
    "a redirect to what is no host's name is not named",
    async (location) => {
      await using server = await startFaultServer(answer(302, "", { location }));
      const reranker = createReranker({ apiKey, baseURL: server.baseURL, ...transport });
      expect((await failureOf(reranker.rerank({ query, documents }))).message).toContain("The server redirects, and");
    },
  );

  test.each([301, 302, 303, 307, 308])("a %i to another server never gets there with the key", async (status) => {
    await using other = await startFaultServer(scores);
    await using server = await startFaultServer(
      answer(status, "", { location: `${other.baseURL}/rerank?token=${apiKey}` }),
    );
    const reranker = createReranker({ apiKey, baseURL: server.baseURL, ...transport });
    const error = await failureOf(reranker.rerank({ query, documents }));
    expectFailure(error, { ...badResponse, status, message: [`to ${other.origin},`, "not followed"] });
    expectNoSecret(error);
    expect(server.requests).toHaveLength(1);
    expect(other.connections).toBe(0);
  });
});
