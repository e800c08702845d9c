import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { HashEmbeddings } from "../../examples/demo/hash-embeddings.ts";
import { startExample, type Started } from "../../examples/demo/testing/run-main.ts";
import { startHttpServer } from "../support/http-server.ts";

const question = "How do I make tests fail if code tries to reach the real network?";
const key = "sk-page-0123456789";

let folder: string;
let browser: BrowserContext;
let web: Awaited<ReturnType<typeof openWeb>>;
let page: Page;

/** Starts the example on a free port and waits until it says where it is. */
async function openWeb(environment: Readonly<Record<string, string>> = {}): Promise<Started & { url: string }> {
  const started = startExample("web", { PORT: "0", ...environment });
  const [, url = ""] = /Open (http:\S+)/u.exec(await started.printed(/Open http\S+ /u)) ?? [];
  return { ...started, url };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "chromium-"));
  const launching = chromium.launchPersistentContext(folder, {
    executablePath: "/usr/bin/chromium",
    headless: true,
    chromiumSandbox: false,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
    viewport: { width: 1100, height: 900 },
  });
  [browser, web] = await Promise.all([launching, openWeb()]);
});

afterAll(async () => {
  web.interrupt();
  await browser.close();
  await web.finished;
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  page = await browser.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    // What the server answers with an error, or not at all, the page shows by itself.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      faults.push(message.text());
  });
  const foreign: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith("http://127.0.0.1:") && !request.url().startsWith("data:"))
      foreign.push(request.url());
  });
  return async () => {
    await page.close();
    if (faults.length + foreign.length > 0)
      throw new Error(`The page did what it may not: ${[...faults, ...foreign].join(", ")}`);
  };
});

async function ask(text: string): Promise<void> {
  await page.getByRole("searchbox").fill(text);
  await page.getByRole("searchbox").press("Enter");
}

const titles = (): Promise<string[]> => page.locator("#passages h2").allTextContents();
const changes = (): Promise<string[]> => page.locator(".rank span").allTextContents();

test("a question is answered with passages that move from retrieval order to the reranker's", async () => {
  await page.goto(web.url);
  await ask(question);
  await page.locator("#passages li").nth(24).waitFor();
  expect(await page.getByRole("radio", { name: "As retrieved" }).isChecked()).toBe(true);
  const retrieved = await titles();
  await page.getByRole("status").filter({ hasText: "reranked 25 passages" }).waitFor();
  const reranked = await titles();
  expect(reranked).not.toEqual(retrieved);
  expect(reranked.toSorted()).toEqual(retrieved.toSorted());

  // What stands beside each passage is where it was and where it is.
  const moves = (await changes()).map((change) => /^(\d+) → (\d+) [▲▼=]$/u.exec(change)?.slice(1).map(Number));
  expect(moves.map((move) => move?.[1])).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
  expect(moves.map((move) => retrieved[(move?.[0] ?? 0) - 1])).toEqual(reranked);
  expect(await page.locator("#passages .best").count()).toBe(5);
  const scores = (await page.locator("dl dd:last-child").allTextContents()).map(Number);
  expect(scores).toHaveLength(25);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  expect(scores[0]).toBeGreaterThan(0);

  await page.getByText("As retrieved").click();
  expect(await titles()).toEqual(retrieved);
  expect(await page.locator("#passages .best").count()).toBe(0);
});

test("cards slide to their new places, and not where less motion is asked for", async () => {
  const slides = (): Promise<number> =>
    page.evaluate(() => document.getAnimations().filter((one) => !(one instanceof CSSTransition)).length);
  await page.goto(web.url);
  await ask(question);
  await page.getByRole("status").filter({ hasText: "reranked" }).waitFor();
  expect(await slides()).toBeGreaterThan(5);

  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.reload();
  await ask(question);
  await page.getByRole("status").filter({ hasText: "reranked 25" }).waitFor();
  expect(await slides()).toBe(0);
  expect((await changes())[0]).toMatch(/^\d+ → 1 /u);
  await page.emulateMedia({ reducedMotion: null });
});

test("a sample question is asked with a click, and a passage opens with the keyboard", async () => {
  await page.goto(web.url);
  const sample = page.locator("#samples button").first();
  const text = await sample.textContent();
  await sample.click();
  await page.getByRole("status").filter({ hasText: "reranked" }).waitFor();
  expect(await page.getByRole("searchbox").inputValue()).toBe(text);
  await page.locator("summary").first().focus();
  await page.keyboard.press("Enter");
  expect(await page.locator("pre").first().isVisible()).toBe(true);
});

test("markup in a question or a passage stays text", async () => {
  await page.goto(web.url);
  const markup = '<img src=x onerror="document.title=1"> FormData';
  await ask(markup);
  await page.getByRole("status").filter({ hasText: "reranked" }).waitFor();
  expect(await page.getByRole("searchbox").inputValue()).toBe(markup);
  expect(await page.locator("img").count()).toBe(0);

  await page.route("**/search", (route) =>
    route.fulfill({
      json: {
        candidates: [{ file: markup, title: markup, snippet: markup, text: markup, similarity: 0.5 }],
        ranking: [{ index: 0, score: 0.5 }],
        model: markup,
        durationMs: 1,
      },
    }),
  );
  await ask("again");
  await page.getByRole("status").filter({ hasText: "reranked 1 passages" }).waitFor();
  expect(await page.locator("h2").textContent()).toBe(markup);
  expect(await page.locator("img").count()).toBe(0);
  expect(await page.title()).toBe("From retrieved to reranked");
});

test("when reranking fails the page says why, without the key, and keeps retrieval order", async () => {
  const embeddings = new HashEmbeddings([]);
  const api = await startHttpServer(async ({ path, body, headers }, response) => {
    response.setHeader("content-type", "application/json");
    if (path === "/v1/rerank") {
      response.writeHead(401).end(JSON.stringify({ error: { message: `Wrong key: ${headers.authorization}` } }));
      return;
    }
    const { input } = JSON.parse(body) as { input: string | string[] };
    const vectors = await embeddings.embedDocuments([input].flat());
    const data = vectors.map((embedding, index) => ({ object: "embedding", index, embedding }));
    response.end(JSON.stringify({ object: "list", model: "any", data, usage: { prompt_tokens: 1, total_tokens: 1 } }));
  });
  onTestFinished(() => api.close());
  const failing = await openWeb({ QHAIGC_API_KEY: key, QHAIGC_BASE_URL: `${api.origin}/v1` });
  onTestFinished(async () => {
    failing.interrupt();
    await failing.finished;
  });
  await page.goto(failing.url);
  await ask(question);
  const alert = page.getByRole("alert");
  await alert.waitFor();
  expect(await alert.textContent()).toMatch(/^Not reranked: these are in retrieval order\. .*401/u);
  expect(await alert.textContent()).not.toContain(key);
  expect(await page.locator("#passages li").count()).toBe(25);
  expect(await page.getByRole("radio").first().isVisible()).toBe(false);

  // The next failure is of the retriever, as its question can no longer be embedded.
  await api.close();
  await ask("another question");
  await alert.filter({ hasText: "Retrieval failed." }).waitFor({ timeout: 30_000 });
  expect(await page.content()).not.toContain(key);
});

test("when the page's server has gone, the page says so", async () => {
  const gone = await openWeb();
  await page.goto(gone.url);
  gone.interrupt();
  expect(await gone.finished).toMatchObject({ code: 0, stderr: "" });
  await ask(question);
  await page.getByRole("alert").filter({ hasText: "Is it still running?" }).waitFor();
});
