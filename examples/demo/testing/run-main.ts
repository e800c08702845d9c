import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** How a run of the demo ended. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the demo as `pnpm demo` does, with these variables in place of those of the caller's environment. */
export function startMain(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): { readonly finished: Promise<Run>; readonly interrupt: () => void } {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(QHAIGC_|NO_COLOR|FORCE_COLOR|NODE_OPTIONS|LANG(CHAIN|SMITH)_)/u.test(name),
    ),
  );
  const folder = fileURLToPath(new URL("../..", import.meta.url));
  const child = spawn(process.execPath, ["--conditions=@rankwire/source", "--import", "tsx", "demo/main.ts", ...args], {
    cwd: folder,
    env: { ...inherited, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const code = new Promise<number | null>((resolve) => child.once("close", resolve));
  const finished = Promise.all([code, text(child.stdout), text(child.stderr)]);
  return {
    finished: finished.then(([code, stdout, stderr]) => ({ code, stdout, stderr })),
    interrupt: () => void child.kill("SIGINT"),
  };
}
