import { styleText } from "node:util";

/** Where the demo prints, and what that place can show. */
export interface Terminal {
  /** Columns to fill: those of the terminal, from 80 to 100; 96 where there is no terminal. */
  readonly width: number;
  /** Whether a line can be written over. */
  readonly isInteractive: boolean;
  readonly paint: (style: Style, text: string) => string;
  readonly write: (text: string) => void;
}

/** The styles that the demo uses. */
export type Style = "bold" | "dim" | "cyan" | "green" | "red" | "yellow";

/** The part of `process.stdout` that is needed. */
export interface OutputStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  hasColors?(): boolean;
  write(text: string): unknown;
}

/** A terminal on a stream. Colour follows `NO_COLOR` and `FORCE_COLOR`, then what the stream says. */
export function openTerminal(stream: OutputStream, environment: NodeJS.ProcessEnv): Terminal {
  const isInteractive = stream.isTTY === true;
  const isColoured = wantsColour(environment) ?? (isInteractive && stream.hasColors?.() === true);
  return {
    width: Math.min(Math.max(stream.columns ?? 96, 80), 100),
    isInteractive,
    paint: (style, text) => (isColoured ? styleText(style, text, { validateStream: false }) : text),
    write: (text) => void stream.write(text),
  };
}

/** @see {@link https://no-color.org} and {@link https://force-color.org} */
function wantsColour(environment: NodeJS.ProcessEnv): boolean | undefined {
  if (environment["NO_COLOR"]) return false;
  const force = environment["FORCE_COLOR"];
  return force === undefined || force === "" ? undefined : force !== "0" && force !== "false";
}

/** Tells how far a long task is: on one line that is written over, and not at all where a line cannot be. */
export function showProgress(terminal: Terminal, label: string, total: number): Progress {
  const line = (done: number): string => `${label} ${done}/${total}`;
  const clear = `\r${" ".repeat(line(total).length)}\r`;
  if (!terminal.isInteractive) return { update: () => {}, end: () => {} };
  terminal.write(line(0));
  return {
    update: (done) => terminal.write(`\r${line(done)}`),
    end: () => terminal.write(clear),
  };
}

export interface Progress {
  readonly update: (done: number) => void;
  /** Takes the line away. */
  readonly end: () => void;
}
