import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createPace } from "./pace.ts";

const nothing = (): void => {};
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

beforeEach(async () => {
  // The calls of the test before share their time with those that start in the same turn.
  await turn();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
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

test("calls share one spell, and each turn of the event loop resumes one of them, in order", async () => {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  let log = "";
  const call = async (name: string): Promise<void> => {
    const pace = createPace(nothing);
    for (let round = 0; round < 2; round++) {
      if (pace.isDue()) await pace.rest();
      log += name;
      now += 20;
    }
  };
  const calls = ["a", "b", "c"].map((name) => call(name));
  for (let turns = 0; turns < 5; turns++) {
    await turn();
    log += "|";
  }
  await Promise.all(calls);
  // The first begins in the turn that all start in, and goes on in the next.
  expect(log).toBe("aa|b|c|b|c|");
});

test("a call that starts while others wait works in what they left of the turn", async () => {
  vi.spyOn(performance, "now").mockReturnValue(0);
  const first = createPace(nothing);
  expect(first.isDue(200_000)).toBe(true);
  const rest = first.rest();
  const second = createPace(nothing);
  expect(second.isDue(1)).toBe(true);
  await rest;
  expect(second.isDue(1)).toBe(false);
});

test("a call that starts in a turn of its own has all of its time", async () => {
  vi.spyOn(performance, "now").mockReturnValue(0);
  expect(createPace(nothing).isDue(200_000)).toBe(true);
  await turn();
  expect(createPace(nothing).isDue(1)).toBe(false);
});

test.each([
  ["in Workers", "navigator", { userAgent: "Cloudflare-Workers" }],
  ["where there is no setImmediate", "setImmediate", undefined],
])(
  "%s, where what a request has scheduled may never come, no call waits for that of another",
  async (_, name, value) => {
    vi.stubGlobal(name, value);
    vi.resetModules();
    const { createPace } = await import("./pace.ts");
    const others = [createPace(nothing), createPace(nothing)];
    expect(others[0]?.isDue(200_000)).toBe(true);
    expect(others[1]?.isDue(1)).toBe(false);
    await Promise.all(others.map((pace) => pace.rest()));
  },
);

test("a rest is due at the deadline", () => {
  expect(createPace(nothing, performance.now()).isDue()).toBe(true);
});

test("a rest ends the call before and after others had their turn", async () => {
  const reason = new Error("enough");
  const fail = (): never => {
    throw reason;
  };
  await expect(createPace(fail).rest()).rejects.toBe(reason);
  await turn();
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
