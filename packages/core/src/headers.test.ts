import { expect, test } from "vitest";
import { type Headers as PlainHeaders, isHeaderValue, mergeHeaders } from "./headers.ts";

const merge = (added: PlainHeaders | undefined): PlainHeaders =>
  mergeHeaders({ accept: "application/json", authorization: "Bearer a" }, added, (message) => new RangeError(message));

test("headers are laid over others whatever the case of their names", () => {
  expect(merge({ Authorization: "Bearer b", "X-Tenant": "t" })).toEqual({
    accept: "application/json",
    authorization: "Bearer b",
    "x-tenant": "t",
  });
  expect(merge(undefined)).toEqual({ accept: "application/json", authorization: "Bearer a" });
});

test("neither set of headers is written to", () => {
  const base = Object.freeze({ accept: "a" });
  const added = Object.freeze({ accept: "b" });
  expect(mergeHeaders(base, added, (message) => new RangeError(message))).toEqual({ accept: "b" });
});

test.each(["", "a b", "a:b", "a\r\nb", "ä"])("the name %j is refused", (name) => {
  expect(() => merge({ [name]: "secret" })).toThrow("headers has a name that is not a valid HTTP header name");
});

test.each(["a\r\nb", "a\nb", "a\u0000", "\u007f", "日本", 7, null])(
  "the value %j is refused without repeating it",
  (value) => {
    const refused = (): unknown => merge({ "x-key": value as string });
    expect(refused).toThrow(/^The value of header "x-key" cannot be sent: it must be a string without line breaks/u);
    expect(refused).toThrow(RangeError);
  },
);

test.each([new Headers({ "x-a": "b" }), [["x-a", "b"]], new Map([["x-a", "b"]]), "x-a: b", null])(
  "headers that are no plain object are refused, not passed over: %o",
  (added) => {
    expect(() => merge(added as unknown as Record<string, string>)).toThrow("headers must be a plain object");
  },
);

test("a header value is visible Latin-1 with spaces and tabs", () => {
  for (const value of ["", "a\tb c", "caf\u00e9"]) expect(isHeaderValue(value)).toBe(true);
  for (const value of ["a\n", "\u0100"]) expect(isHeaderValue(value)).toBe(false);
});
