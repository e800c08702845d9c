import { expect, test } from "vitest";
import { checkList, checkQuery, checkSignal, checkThreshold, resolveTopN } from "./check-request.ts";
import { InvalidRequestError } from "./errors/invalid-request-error.ts";

test("top N is the list's length when it is omitted, Infinity or larger", () => {
  expect([undefined, Infinity, 9, 3].map((topN) => resolveTopN(topN, 3))).toEqual([3, 3, 3, 3]);
  expect(resolveTopN(2, 3)).toBe(2);
  expect(resolveTopN(5, 0)).toBe(0);
});

test.each([
  [0, "topN is 0;"],
  [-1, "topN is -1;"],
  [1.5, "topN is 1.5;"],
  [Number.NaN, "topN is NaN;"],
  [-Infinity, "topN is -Infinity;"],
  [2 ** 53, "topN is 9007199254740992;"],
  ["3", "topN is string;"],
  [null, "topN is null;"],
  [[3], "topN is an array;"],
  [3n, "topN is bigint;"],
])("top N of %s is refused with the value and the rule", (topN, message) => {
  const refused = (): number => resolveTopN(topN as number, 3);
  expect(refused).toThrow(message);
  expect(refused).toThrow("it must be a positive integer, or Infinity for all");
  expect(refused).toThrow(InvalidRequestError);
});

test("top N is checked for an empty list too", () => {
  expect(() => resolveTopN(0, 0)).toThrow("topN is 0");
});

test("a query has something in it", () => {
  expect(() => checkQuery("?")).not.toThrow();
  for (const blank of ["", " ", "\n\t\u00a0\u3000\ufeff"]) expect(() => checkQuery(blank)).toThrow("query is blank");
  expect(() => checkQuery(undefined as unknown as string)).toThrow("query is undefined; it must be a string");
});

test("a list is an array", () => {
  expect(() => checkList([], "documents")).not.toThrow();
  for (const value of ["text", new Set(["text"]), { length: 1, 0: "text" }, undefined]) {
    expect(() => checkList(value as unknown as readonly string[], "documents")).toThrow(
      /^documents is .*; it must be an array$/u,
    );
  }
});

test("a threshold is any number but NaN", () => {
  for (const threshold of [undefined, 0, -3.5, 1, Infinity, -Infinity]) {
    expect(() => checkThreshold(threshold)).not.toThrow();
  }
  expect(() => checkThreshold(Number.NaN)).toThrow("scoreThreshold is NaN; it must be a number");
  expect(() => checkThreshold("0.5" as unknown as number)).toThrow("scoreThreshold is string");
  expect(() => checkThreshold(null as unknown as number)).toThrow("scoreThreshold is null");
});

test("a signal is an AbortSignal that has not fired", () => {
  const controller = new AbortController();
  expect(() => checkSignal(undefined)).not.toThrow();
  expect(() => checkSignal(controller.signal)).not.toThrow();
  const half = { throwIfAborted() {} };
  expect(() => checkSignal(half as never)).toThrow("signal is an object; it must be an AbortSignal, such as");
  expect(() => checkSignal(controller as never)).toThrow("signal is an object; it must be an AbortSignal, such as");
  controller.abort(new Error("the user left"));
  expect(() => checkSignal(controller.signal)).toThrow("the user left");
});
