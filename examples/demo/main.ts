import { describeError } from "./describe-error.ts";
import { runDemo } from "./run-demo.ts";
import { helpText, readSettings, UsageError } from "./settings.ts";
import { startBackend } from "./start-backend.ts";
import { openTerminal } from "./terminal.ts";

/** Runs the demo and returns the exit code: 0, 1 when something failed, 2 when the command line is wrong. */
async function main(): Promise<number> {
  const terminal = openTerminal(process.stdout, process.env);
  const settings = readSettings(process.argv.slice(2), process.env);
  if (settings.help) {
    terminal.write(helpText);
    return 0;
  }
  if (settings.warning !== undefined) terminal.write(`${settings.warning}\n`);
  const backend = await startBackend(settings);
  try {
    await runDemo(settings, backend, terminal);
    return 0;
  } finally {
    await backend.close();
  }
}

// The server is in this process and goes with it; what is left to do is to end the line.
process.once("SIGINT", () => {
  process.stdout.write("\n");
  process.exit(130);
});

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage = error instanceof UsageError;
  const message = isUsage ? error.message : describeError(error, process.env["QHAIGC_API_KEY"]?.trim());
  process.stderr.write(`${message}\n`);
  process.exitCode = isUsage ? 2 : 1;
}
