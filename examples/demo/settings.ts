import { parseArgs } from "node:util";

/** What the demo was asked to do. */
export interface Settings {
  /** Asked for with `--help`: nothing else is done. */
  readonly help: boolean;
  /** The question of the command line, where there is one. */
  readonly question: string | undefined;
  /** Whether to measure how much reranking helps. */
  readonly evaluate: boolean;
  /** The hosted API, where there is a key for it. */
  readonly hosted: HostedSettings | undefined;
  /** Something to tell before anything else. */
  readonly warning: string | undefined;
}

/** How to reach the hosted API, and with which models. */
export interface HostedSettings {
  readonly apiKey: string;
  /** Ends in `/v1`, without a slash behind it. */
  readonly baseURL: string;
  readonly embeddingModel: string;
  readonly rerankModel: string;
  readonly chatModel: string;
}

/** The command line is wrong: the message says how, and what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

const defaults = {
  QHAIGC_BASE_URL: "https://api.qhaigc.net/v1",
  QHAIGC_EMBEDDING_MODEL: "bge-m3",
  QHAIGC_RERANK_MODEL: "bge-reranker-v2-m3",
  QHAIGC_CHAT_MODEL: "gpt-4o-mini",
} as const;

export const helpText: string = `Ask undici's manuals: retrieve 25 passages, rerank them to 5, answer from these.

Usage: npx -y pnpm@10 demo [question] [options]

  With no question it asks three of its own.

Options:
  --evaluate      measure how much reranking helps, over the questions in questions.ts
                  (always done without a key; with one only when asked for: it costs tokens)
  --no-evaluate   do not measure it
  -h, --help      show this text

Environment:
  QHAIGC_API_KEY           with it, embeddings, reranking and the answer come from the hosted API;
                           without it, from this machine: no key, no network, no model
${Object.entries(defaults)
  .map(([name, value]) => `  ${name.padEnd(23)}  default ${value}`)
  .join("\n")}
  NO_COLOR, FORCE_COLOR    switch colours off or on
`;

/**
 * Reads the command line and the environment.
 *
 * @throws UsageError when an option is unknown or the question is blank.
 */
export function readSettings(commandLine: readonly string[], environment: NodeJS.ProcessEnv): Settings {
  const { values, positionals } = parse(commandLine);
  const question = positionals.length === 0 ? undefined : positionals.join(" ").trim();
  if (question === "" && values.help !== true) {
    throw new UsageError("The question is blank. Write one in quotes, or none at all to see three examples.");
  }
  if (values.evaluate === true && values["no-evaluate"] === true) {
    throw new UsageError("--evaluate and --no-evaluate exclude each other: leave one out.");
  }
  const hosted = readHosted(environment);
  return {
    help: values.help === true,
    question,
    evaluate: values["no-evaluate"] !== true && (values.evaluate === true || hosted === undefined),
    hosted,
    warning:
      hosted === undefined && environment["QHAIGC_BASE_URL"]
        ? "QHAIGC_BASE_URL is set but QHAIGC_API_KEY is not: the hosted API is left alone."
        : undefined,
  };
}

function parse(commandLine: readonly string[]) {
  // pnpm hands a "--" on that separates its own options from the script's.
  const args = commandLine[0] === "--" ? commandLine.slice(1) : [...commandLine];
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        evaluate: { type: "boolean" },
        "no-evaluate": { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(". ")[0] : String(error);
    throw new UsageError(`${reason}. Run it with --help to see the options.`, { cause: error });
  }
}

function readHosted(environment: NodeJS.ProcessEnv): HostedSettings | undefined {
  const apiKey = environment["QHAIGC_API_KEY"]?.trim();
  if (!apiKey) return undefined;
  const value = (name: keyof typeof defaults): string => environment[name]?.trim() || defaults[name];
  return {
    apiKey,
    baseURL: value("QHAIGC_BASE_URL").replace(/\/+(rerank\/*)?$/u, ""),
    embeddingModel: value("QHAIGC_EMBEDDING_MODEL"),
    rerankModel: value("QHAIGC_RERANK_MODEL"),
    chatModel: value("QHAIGC_CHAT_MODEL"),
  };
}
