import { expect, test, vi } from "vitest";
import { createLimiter } from "./limiter.ts";
import { createPlaces } from "./places.ts";

// As on Workers, where test/runtimes tries the same for real.
vi.mock("#platform", async (importOriginal) => ({ ...(await importOriginal<object>()), sharesWork: false }));

const late = (): Error => new Error("late");
const well = { ended: "well", startedAt: 0 } as const;
const soon = (): number => performance.now() + 5000;

test("those who look for a place take turns by lane, and nobody slips in before them", async () => {
  const places = createPlaces(createLimiter(1));
  expect(places.tryTake()).toBe(true);
  const entered: string[] = [];
  const [big, small] = [{}, {}];
  const enter = async (name: string, lane: object): Promise<void> => {
    await places.wait(lane, undefined, soon(), late);
    entered.push(name);
    places.release(places.hold(1000), well);
  };
  const waits = [enter("big 1", big), enter("big 2", big), enter("big 3", big), enter("small", small)];
  places.release(places.hold(1000), well);
  expect(places.tryTake()).toBe(false);
  await Promise.all(waits);
  expect(entered).toEqual(["big 1", "small", "big 2", "big 3"]);
  expect([places.tryTake(), places.tryTake()]).toEqual([true, false]);
});

test("one who leaves, for the signal or since its time is over, is waited for no longer", async () => {
  const places = createPlaces(createLimiter(1));
  places.tryTake();
  const controller = new AbortController();
  const left = places.wait({}, controller.signal, soon(), late);
  const reason = new Error("enough");
  controller.abort(reason);
  await expect(left).rejects.toBe(reason);
  await expect(places.wait({}, undefined, performance.now() - 1, late)).rejects.toThrow("late");
  places.release(places.hold(1000), well);
  expect(places.tryTake()).toBe(true);
});
