import { expect, onTestFinished, test, vi } from "vitest";
import { startHostedApi } from "../examples/demo/testing/hosted-api.ts";

test("the example answers from the five best of 25 passages", { timeout: 30_000 }, async () => {
  const api = await startHostedApi("sk-example");
  onTestFinished(() => api.close());
  vi.stubEnv("QHAIGC_API_KEY", "sk-example");
  vi.stubEnv("QHAIGC_BASE_URL", api.baseURL);
  const log = vi.spyOn(console, "log").mockReturnValue();
  await import("../examples/llamaindex/main.ts");
  const lines = log.mock.calls.map((values) => values.join(" "));
  expect(lines[0]).toMatch(/^Reranked 25 of \d{3,} passages to 5 in \d+ ms\.$/u);
  expect(lines[1]).toContain("It closes after 4 s [2].");
  const sources = lines.slice(2).map((line) => /^(\d\.\d{4}) (\S+\.md) \S/u.exec(line));
  expect(sources).toHaveLength(5);
  const scores = sources.map((source) => Number(source?.[1]));
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  expect(lines[2]).toEqual(expect.stringContaining("deleteCookie("));
  expect(api.seen.map(({ path }) => path).slice(-2)).toEqual(["/v1/rerank", "/v1/chat/completions"]);
});
