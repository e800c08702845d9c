import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { AuthenticationError } from "./authentication-error.ts";
import { ConfigurationError } from "./configuration-error.ts";
import { ConnectionError } from "./connection-error.ts";
import { InvalidRequestError } from "./invalid-request-error.ts";
import { InvalidResponseError } from "./invalid-response-error.ts";
import { RateLimitError } from "./rate-limit-error.ts";
import { RerankError } from "./rerank-error.ts";
import { ServerError } from "./server-error.ts";
import { TimeoutError } from "./timeout-error.ts";

const classes = [
  [AuthenticationError, "AuthenticationError", "RANKWIRE_AUTHENTICATION"],
  [ConfigurationError, "ConfigurationError", "RANKWIRE_CONFIGURATION"],
  [ConnectionError, "ConnectionError", "RANKWIRE_CONNECTION"],
  [InvalidRequestError, "InvalidRequestError", "RANKWIRE_INVALID_REQUEST"],
  [InvalidResponseError, "InvalidResponseError", "RANKWIRE_INVALID_RESPONSE"],
  [RateLimitError, "RateLimitError", "RANKWIRE_RATE_LIMIT"],
  [ServerError, "ServerError", "RANKWIRE_SERVER"],
  [TimeoutError, "TimeoutError", "RANKWIRE_TIMEOUT"],
] as const;

describe.each(classes)("%o", (kind, name, code) => {
  test("has its own name and code, and is a RerankError and an Error", () => {
    const error = new kind("it failed");
    expect(error).toMatchObject({ name, code, message: "it failed", isRetryable: false });
    expect(error).toBeInstanceOf(Error);
    expect(RerankError.isInstance(error)).toBe(true);
    expect(String(error)).toBe(`${name}: it failed`);
    expect(error.stack).toContain(`${name}: it failed`);
  });

  test("is told apart from every other class", () => {
    const error = new kind("it failed");
    expect(classes.filter(([other]) => other.isInstance(error))).toEqual([[kind, name, code]]);
    expect(classes.filter(([other]) => error instanceof other)).toHaveLength(1);
  });
});

test("an error carries what it is given, and nothing that is not there", () => {
  const cause = new Error("beneath");
  const full = new ServerError("it failed", {
    cause,
    isRetryable: true,
    status: 503,
    requestId: "r-1",
    retryAfterMs: 5,
  });
  expect(full).toMatchObject({ isRetryable: true, status: 503, requestId: "r-1", retryAfterMs: 5 });
  expect(full.cause).toBe(cause);
  const bare = new ServerError("it failed");
  for (const name of ["cause", "status", "requestId", "retryAfterMs"]) expect(bare).not.toHaveProperty(name);
});

test("JSON and an inspection show code and status, and no marker", () => {
  const error = new RateLimitError("too many", { status: 429, isRetryable: true });
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    name: "RateLimitError",
    code: "RANKWIRE_RATE_LIMIT",
    isRetryable: true,
    status: 429,
  });
  expect(inspect(error)).not.toContain("rankwire.error");
});

test("errors of another copy of the library are recognised", async () => {
  const copy = "./timeout-error.ts?copy";
  const other = (await import(copy)) as { TimeoutError: typeof TimeoutError };
  const theirs = new other.TimeoutError("late");
  expect(other.TimeoutError).not.toBe(TimeoutError);
  expect(TimeoutError.isInstance(theirs)).toBe(true);
  expect(RerankError.isInstance(theirs)).toBe(true);
  expect(ServerError.isInstance(theirs)).toBe(false);
});

test.each([
  undefined,
  null,
  0,
  "",
  "TimeoutError",
  {},
  new Error("late"),
  { name: "TimeoutError", code: "RANKWIRE_TIMEOUT" },
])("%o is no error of this library", (value) => {
  expect(RerankError.isInstance(value)).toBe(false);
  expect(TimeoutError.isInstance(value)).toBe(false);
});
