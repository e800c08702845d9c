import { expect, test } from "vitest";
import { readError } from "./read-error.ts";

/** What is read of a body. */
function read(body: unknown): ReturnType<typeof readError> {
  return readError(typeof body === "string" ? body : JSON.stringify(body), {
    texts: ["a document of some length"],
    keys: ["sk-12345678"],
  });
}

test("what steers a terminal or the direction of writing is not printed", () => {
  const message = "\u001b[2J\u001b[31mwrong\u0007 \u001b]0;title\u0007and \u202eworse\u0000\b";
  expect(read({ message }).message).toBe("[2J [31mwrong ]0;title and worse");
});

test.each<readonly [shape: string, body: unknown, message: string | undefined]>([
  ["OpenAI's", { error: { message: "wrong", type: "t", param: null, code: null } }, "wrong"],
  ["a message within a message", { error: { message: { detail: "wrong" } } }, "wrong"],
  ["words under error", { error: "wrong", error_type: "t" }, "wrong"],
  [
    "words under error, which say less than the message",
    { statusCode: 400, error: "Bad Request", message: "wrong" },
    "wrong",
  ],
  ["words under detail", { detail: "wrong" }, "wrong"],
  ["an object under detail", { detail: { error: "wrong" } }, "wrong"],
  ["an empty object under detail", { message: "wrong", detail: {} }, "wrong"],
  ["a list of words", { errors: ["wrong", "and worse"] }, "wrong; and worse"],
  ["FastAPI's list", { detail: [{ loc: ["body", "query"], msg: "wrong", input: "a document" }] }, "body.query: wrong"],
  [
    "a list whose places are nonsense",
    { detail: [{ loc: [{ toString: 1 }, [1], null, "query", 3], msg: "wrong" }] },
    "query.3: wrong",
  ],
  ["a place without end", { loc: Array(1000).fill("a"), msg: "wrong" }, `${Array(10).fill("a").join(".")}: wrong`],
  ["a message beside a code", { code: 20012, message: "wrong", data: null }, "wrong"],
  ["a JSON string", '"wrong"', "wrong"],
  ["plain text", " wrong\n and worse ", "wrong and worse"],
  ["JSON that says nothing", { ok: false, input: "a document" }, undefined],
  ["JSON null", "null", undefined],
  ["a number", "17", undefined],
  ["nothing", "", undefined],
  ["a page", "<html><body>wrong</body></html>", undefined],
  ["a nesting without end", `${'{"error":'.repeat(50)}"wrong"${"}".repeat(50)}`, undefined],
])("%s", (_shape, body, message) => {
  expect(read(body).message).toBe(message);
});

test("codes and types are read wherever they stand, as long as they are words", () => {
  expect(read({ error: { code: "model_not_found", type: "new_api_error" } }).codes).toEqual([
    "model_not_found",
    "new_api_error",
  ]);
  expect(read({ code: "InvalidParameter", message: "x" }).codes).toEqual(["InvalidParameter"]);
  expect(read({ error: { code: 404, type: "NotFoundError" } }).codes).toEqual(["NotFoundError"]);
  expect(read({ detail: { code: "c" }, error_type: "Validation" }).codes).toEqual(["Validation", "c"]);
});

test("a message that repeats what was sent is withheld, and still classified", () => {
  const { message, original } = read({ message: "model not found for a document of some length" });
  expect(message).toBe("the server's message is withheld, since it repeats what was sent");
  expect(original).toContain("model not found");
});

test("what is cut off need not be withheld", () => {
  const { message } = read({ message: `${"why ".repeat(100)}a document of some length` });
  expect(message).toBe(`${"why ".repeat(75)}…`);
});

test("a message of megabytes is cut, and what it costs to compare it is bounded", () => {
  const documents = Array.from({ length: 200 }, (_, i) => `${i} `.repeat(500));
  const { message, original } = readError(JSON.stringify({ message: "no such thing ".repeat(200_000) }), {
    texts: documents,
    keys: ["k"],
  });
  // Without a bound this takes minutes, and the test's own timeout ends it.
  expect(message).toHaveLength(301);
  expect(original.length).toBeLessThanOrEqual(4000);
});

test("a code of megabytes is cut", () => {
  expect(read({ error: { code: "model ".repeat(200_000) } }).codes).toEqual(["model ".repeat(34).slice(0, 200)]);
});
