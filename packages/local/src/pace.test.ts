import { afterEach, expect, test, vi } from "vitest";
import { createPace } from "./pace.ts";

const nothing = (): void => {};

afterEach(() => {
  vi.restoreAllMocks();
});

test("a rest lets in what waits", async () => {
  let turns = 0;
  setImmediate(() => turns++);
  await createPace(nothing).rest();
  expect(turns).toBe(1);
});

test("a rest is due after 200,000 characters where the clock stands still", async () => {
  vi.spyOn(performance, "now").mockReturnValue(0);
  const pace = createPace(nothing);
  expect(pace.isDue(199_999)).toBe(false);
  expect(pace.isDue(1)).toBe(true);
  await pace.rest();
  expect(pace.isDue(1)).toBe(false);
});

test("a rest is due at the deadline", () => {
  expect(createPace(nothing, performance.now()).isDue()).toBe(true);
});

test("a rest ends the call before and after others had their turn", async () => {
  const reason = new Error("enough");
  const fail = (): never => {
    throw reason;
  };
  await expect(createPace(fail).rest()).rejects.toBe(reason);
  let check = nothing;
  setImmediate(() => {
    check = fail;
  });
  await expect(createPace(() => check()).rest()).rejects.toBe(reason);
});

test("each item is worked on in order, with a rest after each stride when one is due", async () => {
  const log: string[] = [];
  const pace = createPace(() => log.push("check"), 0);
  await pace.each(["a", "b", "c"], (item, index) => log.push(`${item}${index}`), 2);
  expect(log).toEqual(["a0", "b1", "check", "check", "c2"]);
});
