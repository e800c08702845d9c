import { expect, test } from "vitest";
import { describeError } from "./describe-error.ts";

test("causes are told, each once, on one line", () => {
  const refused = new Error("connect ECONNREFUSED 127.0.0.1:1");
  const error = new Error("Connection error.\nTry again.", { cause: new Error("connect", { cause: refused }) });
  expect(describeError(error, undefined)).toBe(
    "Connection error. Try again. – connect – connect ECONNREFUSED 127.0.0.1:1",
  );
  const repeated = new Error("failed: no route", { cause: new Error("no route") });
  expect(describeError(repeated, undefined)).toBe("failed: no route");
});

test("the key is never told", () => {
  expect(describeError(new Error("401 wrong key sk-1234"), "sk-1234")).toBe("401 wrong key …");
});

test("what is no error is told by its type alone", () => {
  expect(describeError("out of luck", undefined)).toBe("Something that is no error was thrown: string");
});
