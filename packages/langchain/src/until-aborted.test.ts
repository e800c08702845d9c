import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { untilAborted } from "./until-aborted.ts";

describe("untilAborted", () => {
  test("returns what the work comes to", async () => {
    expect(await untilAborted(async () => 7, new AbortController().signal)).toBe(7);
    expect(await untilAborted(async () => 7, undefined)).toBe(7);
  });

  test("adds no listener to the signal, which many calls may share", async () => {
    const { signal } = new AbortController();
    await untilAborted(async () => expect(getEventListeners(signal, "abort")).toEqual([]), signal);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("rejects with the reason while the work goes on", async () => {
    const controller = new AbortController();
    const never = untilAborted(() => new Promise<never>(() => {}), controller.signal);
    controller.abort("left");
    await expect(never).rejects.toBe("left");
  });

  test("starts nothing when the signal has fired", async () => {
    const reason = new Error("left");
    const work = async (): Promise<never> => expect.unreachable("nothing may start");
    await expect(untilAborted(work, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
