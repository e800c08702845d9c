import { expect, onTestFinished, test, vi } from "vitest";
import { startRerankEndpoint } from "./support/rerank-endpoint.ts";

test("the example prints the two best products and what they cost", async () => {
  const endpoint = await startRerankEndpoint((text) => (text.includes("wet rock") ? 0.75 : 0.25));
  onTestFinished(() => endpoint.close());
  vi.stubEnv("QHAIGC_API_KEY", "sk-example");
  vi.stubEnv("QHAIGC_BASE_URL", endpoint.baseURL);
  const log = vi.spyOn(console, "log").mockReturnValue();
  await import("../examples/tanstack-ai/main.ts");
  expect(log.mock.calls).toEqual([
    ["0.750", "Trail shoe: grips on wet rock and mud."],
    ["0.250", "City sneaker: light and airy for warm days."],
    [{ promptTokens: 30, completionTokens: 0, totalTokens: 30 }],
  ]);
});
