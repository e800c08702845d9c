import { expect, test } from "vitest";
import { createTurns } from "./turns.ts";

interface Task {
  readonly run: () => Promise<string>;
  readonly finish: () => void;
}

function task(name: string, log: string[]): Task {
  let finish = (): void => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return {
    run: async () => {
      log.push(`${name} begins`);
      await finished;
      log.push(`${name} ends`);
      return name;
    },
    finish,
  };
}

test("one task runs at a time, in the order of asking", async () => {
  const log: string[] = [];
  const turns = createTurns();
  const [a, b] = [task("a", log), task("b", log)];
  const results = [turns.run(a.run), turns.run(b.run)];
  b.finish();
  a.finish();
  expect(await Promise.all(results)).toEqual(["a", "b"]);
  expect(log).toEqual(["a begins", "a ends", "b begins", "b ends"]);
});

test("a task that fails does not stop the next", async () => {
  const turns = createTurns();
  const failing = turns.run(() => Promise.reject(new Error("a fault")));
  const next = turns.run(() => Promise.resolve("next"));
  await expect(failing).rejects.toThrow("a fault");
  expect(await next).toBe("next");
});

test("whoever waits leaves with the signal's reason at once, and its task never runs", async () => {
  const log: string[] = [];
  const turns = createTurns();
  const [a, b] = [task("a", log), task("b", log)];
  const controller = new AbortController();
  const first = turns.run(a.run);
  const second = turns.run(b.run, controller.signal);
  controller.abort("enough");
  await expect(second).rejects.toBe("enough");
  a.finish();
  await first;
  expect(await turns.run(() => Promise.resolve("third"))).toBe("third");
  expect(log).toEqual(["a begins", "a ends"]);
});

test("an abort during a task ends the wait, and the next task waits for it to end", async () => {
  const log: string[] = [];
  const turns = createTurns();
  const a = task("a", log);
  const controller = new AbortController();
  const first = turns.run(async () => {
    const running = a.run();
    controller.abort("enough");
    return running;
  }, controller.signal);
  const next = turns.run(async () => log.push("next"));
  await expect(first).rejects.toBe("enough");
  a.finish();
  await next;
  expect(log).toEqual(["a begins", "a ends", "next"]);
});
