import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A contestant: one call of what is measured. */
export interface Contestant {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

/** Median milliseconds of each contestant, and its ratio to the first. */
export interface Row {
  readonly name: string;
  readonly medianMs: number;
  readonly ratio: number;
}

/**
 * Runs the contestants in rounds, shuffled anew for each: the machine's moods, and the garbage that one leaves to the
 * next, fall on all of them alike. The ratio is the median of the ratios to the first contestant's time in the same round.
 */
export async function compare(contestants: readonly Contestant[], rounds: number, warmup = 20): Promise<Row[]> {
  const times = contestants.map((): number[] => []);
  for (let round = -warmup; round < rounds; round++) {
    for (const index of shuffled(contestants.length)) {
      const startedAt = performance.now();
      await contestants[index]?.run();
      if (round >= 0) times[index]?.push(performance.now() - startedAt);
    }
  }
  const [base = []] = times;
  return contestants.map(({ name }, index) => {
    const own = times[index] ?? [];
    return { name, medianMs: median(own), ratio: median(own.map((time, round) => time / (base[round] ?? Number.NaN))) };
  });
}

/**
 * Runs each contestant in a loop of its own, again and again in turn: the processor's caches hold its code alone. The
 * ratio is that of the medians.
 */
export async function compareInLoops(contestants: readonly Contestant[], calls: number): Promise<Row[]> {
  const turns = 14;
  const times = contestants.map((): number[] => []);
  for (let turn = 0; turn < turns; turn++) {
    for (const [index, { run }] of contestants.entries()) {
      for (let call = 0; call < calls; call++) {
        const startedAt = performance.now();
        await run();
        // The first calls of a loop find the caches full of the last contestant's code.
        if (call > calls / 4) times[index]?.push(performance.now() - startedAt);
      }
    }
  }
  const base = median(times[0] ?? []);
  return contestants.map(({ name }, index) => {
    const medianMs = median(times[index] ?? []);
    return { name, medianMs, ratio: medianMs / base };
  });
}

function shuffled(count: number): number[] {
  const keys = Array.from({ length: count }, () => Math.random());
  return [...keys.keys()].sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** `count` texts of `length` characters, no two equal. */
export function textsOf(count: number, length: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const words = `Document ${index} tells of retrieval, ranking and the cost of a call. `;
    return words.repeat(Math.ceil(length / words.length)).slice(0, length);
  });
}

/** Runs a script of this folder in a process of its own, and waits for the URL that it prints. */
export async function startServer(
  environment: Readonly<Record<string, string>> = {},
  script = "server.ts",
): Promise<{ readonly url: string; readonly pid: number; readonly close: () => void }> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, [...process.execArgv, path], {
    env: { ...process.env, ...environment },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [url] = (await once(createInterface(child.stdout), "line")) as [string];
  return { url, pid: child.pid ?? 0, close: () => child.kill() };
}

/** Prints rows as a table of ratios. */
export function printTable(title: string, rows: readonly Row[]): void {
  const width = Math.max(...rows.map(({ name }) => name.length));
  console.log(`\n${title}`);
  for (const { name, medianMs, ratio } of rows) {
    console.log(`  ${name.padEnd(width)}  ${ratio.toFixed(2).padStart(6)}×   median ${medianMs.toFixed(3)} ms`);
  }
}
