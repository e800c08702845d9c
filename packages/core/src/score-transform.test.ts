import fc from "fast-check";
import { expect, test } from "vitest";
import { InvalidResponseError } from "./errors/invalid-response-error.ts";
import { sigmoid, transformed } from "./score-transform.ts";

const rows = Object.freeze([
  Object.freeze({ index: 1, relevanceScore: 2 }),
  Object.freeze({ index: 0, relevanceScore: -2 }),
]);

test("no transform gives the same rows", () => {
  expect(transformed(rows, "none", "here")).toBe(rows);
});

test("the sigmoid maps logits into probabilities and keeps their order", () => {
  expect(transformed(rows, "sigmoid", "here").map(({ relevanceScore }) => relevanceScore)).toEqual([
    expect.closeTo(0.880797, 6),
    expect.closeTo(0.119203, 6),
  ]);
  expect([sigmoid(0), sigmoid(-1e6), sigmoid(1e6)]).toEqual([0.5, 0, 1]);
  fc.assert(
    fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (a, b) => {
      expect(sigmoid(Math.min(a, b))).toBeLessThanOrEqual(sigmoid(Math.max(a, b)));
    }),
  );
});

test("a function of the caller's is applied once to each score", () => {
  const halved = transformed(rows, (score) => score / 2, "here");
  expect(halved).toEqual([
    { index: 1, relevanceScore: 1 },
    { index: 0, relevanceScore: -1 },
  ]);
});

test("an error of a function's is refused by name, with the error", () => {
  const cause = new Error("no");
  const refused = (): unknown =>
    transformed(
      rows,
      () => {
        throw cause;
      },
      "here",
    );
  expect(refused).toThrow(new InvalidResponseError("scoreTransform threw an error for a score (here)", { cause }));
});

test("a function that gives no finite number is refused by name", () => {
  const refused = (): unknown => transformed(rows, (score) => Math.log(score), "here");
  expect(refused).toThrow("scoreTransform did not return a finite number for a score (here)");
  expect(refused).toThrow(InvalidResponseError);
});
