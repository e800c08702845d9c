import { afterEach, expect, test } from "vitest";
import { questions, sampleQuestions } from "./questions.ts";
import { type HostedApi, startHostedApi } from "./testing/hosted-api.ts";
import { startMain } from "./testing/run-main.ts";

const timeout = 60_000;
const apiKey = "sk-test-0123456789";
let api: HostedApi | undefined;

afterEach(async () => {
  await api?.close();
  api = undefined;
});

async function startApi(options?: { isSilent: boolean }): Promise<HostedApi> {
  api = await startHostedApi(apiKey, options);
  return api;
}

test(
  "without a key it answers its own questions, prints the figures, and ends by itself",
  async () => {
    const { code, stdout, stderr } = await startMain([]).finished;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.split("\n")[0]).toMatch(/^No QHAIGC_API_KEY: .* at http:\/\/127\.0\.0\.1:\d+\/v1\/rerank$/u);
    for (const question of sampleQuestions) expect(stdout).toContain(`Question  ${question}\n`);
    expect(stdout.match(/ +\d+ → \[1\] +█/gu)).toHaveLength(sampleQuestions.length);
    expect(stdout.match(/ +\d+ → \[5\] /gu)).toHaveLength(sampleQuestions.length);
    expect(stdout).toContain("no language model");
    expect(stdout).toContain(`${questions.length} questions`);
    expect(stdout).toMatch(/MRR +0\.\d{3} /u);
    expect(stdout).toMatch(/nDCG@5 +0\.\d{3} /u);
    expect(stdout).toMatch(/recall@25 is 0\.\d{3}/u);
    expect(stdout).not.toContain("\u001B");
    expect(
      Math.max(
        ...stdout
          .split("\n")
          .slice(1)
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(100);
  },
  timeout,
);

test(
  "with a question it answers that one",
  async () => {
    const { code, stdout } = await startMain(["How do I connect through a proxy with a password?", "--no-evaluate"])
      .finished;
    expect(code).toBe(0);
    expect(stdout.match(/^Question/gmu)).toHaveLength(1);
    expect(stdout).toContain("best-practices/proxy.md");
    expect(stdout).not.toContain("MRR");
  },
  timeout,
);

test(
  "with a key it embeds, reranks and answers through the hosted API",
  async () => {
    const { baseURL, seen } = await startApi();
    const environment = { QHAIGC_API_KEY: apiKey, QHAIGC_BASE_URL: baseURL, QHAIGC_CHAT_MODEL: "a-chat-model" };
    const { code, stdout, stderr } = await startMain(["How long is an idle socket kept?"], environment).finished;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });

    expect(stdout).toContain(
      `Hosted API at ${baseURL}: bge-m3 embeds, bge-reranker-v2-m3 reranks, a-chat-model answers`,
    );
    expect(stdout).toContain("Answer    (by a-chat-model, from these passages)\n  It closes after 4 s [2].");
    expect(stdout).toMatch(/Sources\n {2}\[2\] \S+\.md {2}/u);
    expect(stdout).toContain("934 tokens to answer");
    expect(stdout).not.toContain("MRR");
    expect(stdout).toContain("--evaluate");

    expect(new Set(seen.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${apiKey}`]));
    const to = (path: string) => seen.filter((request) => request.path === path).map(({ body }) => body);
    expect(Math.max(...to("/v1/embeddings").map(({ input }) => [input].flat().length))).toBe(64);
    expect(to("/v1/embeddings").every(({ model }) => model === "bge-m3")).toBe(true);
    expect(to("/v1/rerank")).toHaveLength(1);
    expect(to("/v1/rerank")[0]).toMatchObject({ model: "bge-reranker-v2-m3", top_n: 5 });
    expect(to("/v1/chat/completions").map(({ model }) => model)).toEqual(["a-chat-model"]);
    expect(JSON.stringify(to("/v1/chat/completions"))).toContain("Question: How long is an idle socket kept?");
  },
  timeout,
);

test(
  "with a key and --evaluate it measures too",
  async () => {
    const { baseURL, seen } = await startApi();
    const environment = { QHAIGC_API_KEY: apiKey, QHAIGC_BASE_URL: baseURL };
    const { code, stdout } = await startMain(["--evaluate", "How do I retry?"], environment).finished;
    expect(code).toBe(0);
    expect(stdout).toMatch(/MRR +0\.\d{3} /u);
    expect(seen.filter(({ path }) => path === "/v1/rerank")).toHaveLength(questions.length + 1);
  },
  timeout,
);

test(
  "a key that is refused ends it with a message that does not hold the key",
  async () => {
    const { baseURL } = await startApi();
    const environment = { QHAIGC_API_KEY: "sk-wrong-9876543210", QHAIGC_BASE_URL: baseURL };
    const { code, stdout, stderr } = await startMain(["How do I retry?"], environment).finished;
    expect(code).toBe(1);
    expect(stderr).toContain("401");
    expect(stdout + stderr).not.toContain("sk-wrong-9876543210");
    expect(stderr).not.toContain("    at ");
  },
  timeout,
);

test(
  "an interrupt ends it at once and without a stack trace",
  async () => {
    const { baseURL, firstRequest } = await startApi({ isSilent: true });
    const run = startMain(["How do I retry?"], { QHAIGC_API_KEY: apiKey, QHAIGC_BASE_URL: baseURL });
    await firstRequest;
    run.interrupt();
    expect(await run.finished).toMatchObject({ code: 130, stderr: "" });
  },
  timeout,
);

test(
  "a wrong command line ends it with what is wrong and exit code 2, and help with 0",
  async () => {
    const [unknown, blank, help] = await Promise.all([
      startMain(["--frobnicate"]).finished,
      startMain([" "]).finished,
      startMain(["--help"]).finished,
    ]);
    expect(unknown).toEqual({
      code: 2,
      stdout: "",
      stderr: "Unknown option '--frobnicate'. Run it with --help to see the options.\n",
    });
    expect(blank).toMatchObject({ code: 2, stdout: "" });
    expect(blank.stderr).toContain("The question is blank");
    expect(help).toMatchObject({ code: 0, stderr: "" });
    expect(help.stdout).toContain("QHAIGC_API_KEY");
  },
  timeout,
);
