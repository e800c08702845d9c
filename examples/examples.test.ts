import { describe, expect, test } from "vitest";
import { startExample } from "./demo/testing/run-main.ts";

const timeout = 30_000;
const notice = "No QHAIGC_API_KEY: a lexical reranker on this machine answers in place of the hosted one.\n\n";

// What each prints below the notice, with no key, no network and no other server.
const printed: Record<string, RegExp> = {
  core: /^0\.\d{4} A1 \(was number 1\)\n0\.\d{4} C3 \(was number 3\)\n\{ .*requests: 1 \}\n$/u,
  threshold:
    /^When are refunds paid\? → Refunds are paid within 14 days .*\nWhat .*Mongolia\? → nothing relevant is known\nfalse ConnectionError 2\n$/u,
  fallback:
    /^qhaigc failed \(RANKWIRE_CONNECTION\), asking lexical\nWhen .* → The last train leaves at midnight\. \(lexical\)\nqhaigc: circuit open\nqhaigc failed .*\nWhat .* → Bread rises with yeast\. \(lexical\)\nHow .* → Trains leave every ten minutes\. \(lexical\)\n$/u,
  "self-hosted": /^qhaigc, bge-reranker-v2-m3\n0\.\d{4} Berlin is .*\n0\.\d{4} Paris is .*\n0\.\d{4} Bread is .*\n$/u,
  "cache-redis":
    /^first Berlin is .* requests: 1, cachedDocuments: 0 \}\nsecond Berlin is .* requests: 0, cachedDocuments: 2 \}\n$/u,
  "langchain-chain": /best passage says:\) Refunds are paid .*\n0\.\d{4} policy\.md#1\n0\.\d{4} policy\.md#\d\n$/u,
  "langchain-agent": /best passage says:\) Tree frogs live in trees\.\n0\.\d{4} frogs\.md#1\n0\.\d{4} frogs\.md#\d\n$/u,
};

describe.concurrent("an example without a key", () => {
  test.each(Object.keys(printed))("%s runs on this machine alone, and ends", { timeout }, async (name) => {
    const { code, stdout, stderr } = await startExample(name).finished;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.slice(0, notice.length)).toBe(notice);
    expect(stdout.slice(notice.length)).toMatch(printed[name] ?? /^$/u);
  });

  test("one of an unknown name is refused with the names that there are", { timeout }, async () => {
    const { code, stdout, stderr } = await startExample("no-such").finished;
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    for (const name of Object.keys(printed)) expect(stderr).toContain(name);
    expect(stderr).not.toContain("demo");
  });

  test("one whose framework is not installed says how to install it", { timeout }, async () => {
    const { code, stderr } = await startExample("genkit").finished;
    expect(code).toBe(1);
    expect(stderr).toContain("'genkit'");
    expect(stderr).toContain("node test/node-22/run.mjs");
    expect(stderr).not.toContain("    at ");
  });
});
