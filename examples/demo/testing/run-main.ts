import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** How a run ended. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that has been started. */
export interface Started {
  readonly finished: Promise<Run>;
  /** Resolves with what it has printed, as soon as that matches. */
  readonly printed: (pattern: RegExp) => Promise<string>;
  readonly interrupt: () => void;
}

/** Starts the demo as `pnpm demo` does, with these variables in place of those of the caller's environment. */
export function startMain(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Started {
  return startScript("demo/main.ts", args, environment);
}

/** Starts an example as `pnpm example` does, in the same way. */
export function startExample(name: string, environment: Readonly<Record<string, string>> = {}): Started {
  return startScript("run.ts", [name], environment);
}

function startScript(script: string, args: readonly string[], environment: Readonly<Record<string, string>>): Started {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(QHAIGC_|RERANK_|REDIS_URL|PORT$|NO_COLOR|FORCE_COLOR|NODE_OPTIONS|LANG(CHAIN|SMITH)_)/u.test(name),
    ),
  );
  const folder = fileURLToPath(new URL("../..", import.meta.url));
  const child = spawn(process.execPath, ["--conditions=@rankwire/source", "--import", "tsx", script, ...args], {
    cwd: folder,
    env: { ...inherited, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const code = new Promise<number | null>((resolve) => child.once("close", resolve));
  const finished = Promise.all([code, text(child.stdout), text(child.stderr)]);
  let soFar = "";
  child.stdout.on("data", (chunk: Buffer) => {
    soFar += chunk.toString();
  });
  return {
    finished: finished.then(([code, stdout, stderr]) => ({ code, stdout, stderr })),
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (pattern.test(soFar)) resolve(soFar);
        };
        look();
        child.stdout.on("data", look);
        child.once("close", () => reject(new Error(`It ended before it printed ${pattern}`)));
      }),
    interrupt: () => void child.kill("SIGINT"),
  };
}
