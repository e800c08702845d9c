import { expect, test } from "vitest";
import { helpText, readSettings, UsageError } from "./settings.ts";

test("without arguments and key, it is offline, measures, and has no question", () => {
  expect(readSettings([], {})).toEqual({
    help: false,
    question: undefined,
    evaluate: true,
    hosted: undefined,
    warning: undefined,
  });
});

test("words without quotes make one question, and the dash-dash of pnpm is no part of it", () => {
  expect(readSettings(["how", "do", "I", "retry?"], {}).question).toBe("how do I retry?");
  expect(readSettings(["--", "how do I retry?", "--no-evaluate"], {})).toMatchObject({
    question: "how do I retry?",
    evaluate: false,
  });
});

test("a key makes it hosted, and then it measures only when asked", () => {
  const environment = { QHAIGC_API_KEY: "sk-test" };
  expect(readSettings([], environment)).toMatchObject({
    evaluate: false,
    hosted: {
      apiKey: "sk-test",
      baseURL: "https://api.qhaigc.net/v1",
      embeddingModel: "bge-m3",
      rerankModel: "bge-reranker-v2-m3",
      chatModel: "gpt-4o-mini",
    },
  });
  expect(readSettings(["--evaluate"], environment).evaluate).toBe(true);
});

test("a base URL may end in a slash or in the rerank path", () => {
  for (const url of ["http://localhost:1/v1", "http://localhost:1/v1/", "http://localhost:1/v1/rerank"]) {
    const { hosted } = readSettings([], { QHAIGC_API_KEY: "k", QHAIGC_BASE_URL: url });
    expect(hosted?.baseURL).toBe("http://localhost:1/v1");
  }
});

test("a blank key counts as none, and a base URL without a key is not dropped in silence", () => {
  const settings = readSettings([], { QHAIGC_API_KEY: " ", QHAIGC_BASE_URL: "http://localhost:1/v1" });
  expect(settings.hosted).toBeUndefined();
  expect(settings.warning).toContain("QHAIGC_API_KEY");
});

test("a blank question is refused", () => {
  expect(() => readSettings(["  "], {})).toThrow(UsageError);
  expect(() => readSettings([""], {})).toThrow("The question is blank");
});

test("an unknown option is named, with where to look", () => {
  expect(() => readSettings(["--top", "3"], {})).toThrow(
    "Unknown option '--top'. Run it with --help to see the options.",
  );
  expect(() => readSettings(["--help=yes"], {})).toThrow(UsageError);
});

test("--evaluate and --no-evaluate exclude each other", () => {
  expect(() => readSettings(["--evaluate", "--no-evaluate"], {})).toThrow("exclude each other");
});

test("the help fits 100 columns and names every variable", () => {
  expect(Math.max(...helpText.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  for (const name of ["QHAIGC_API_KEY", "QHAIGC_BASE_URL", "QHAIGC_EMBEDDING_MODEL", "QHAIGC_CHAT_MODEL"]) {
    expect(helpText).toContain(name);
  }
});
