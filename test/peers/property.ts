import { inspect } from "node:util";
import type { Contestant, ContestantOptions, FrameworkDocument, Instance, Ranked } from "./contestant.ts";
import { startVendorServer, type VendorServer } from "./vendor-server.ts";

/** A contestant with a server of its own. */
export interface Trial {
  readonly contestant: Contestant;
  readonly server: VendorServer;
  /** The contestant, with the server's address, a key and a `topN` of 10. */
  readonly create: (options?: Partial<ContestantOptions>) => Instance;
  /** Documents with these texts; with `owner`, of the application's own class and with metadata. */
  readonly documentsOf: (texts: readonly string[], owner?: string) => FrameworkDocument[];
}

/** What a contestant has or has not. */
export interface Property {
  /** Its row in the table. */
  readonly row: string;
  /** Tries it. */
  readonly holds: (trial: Trial) => Promise<boolean>;
}

export const apiKey = "sk-peers-0123456789";

/** Tries a property on a contestant. */
export async function tryProperty({ holds }: Property, contestant: Contestant): Promise<boolean> {
  await using server = await startVendorServer();
  const defaults = { origin: server.origin, apiKey, topN: 10 };
  return await holds({
    contestant,
    server,
    create: (options) => contestant.create({ ...defaults, ...options }),
    documentsOf: (texts, owner) => texts.map((text) => contestant.document(text, owner)),
  });
}

/** The results of a call; `undefined` when it failed. */
export async function resultsOf(
  instance: Instance,
  documents: FrameworkDocument[],
  signal?: AbortSignal,
): Promise<Ranked[] | undefined> {
  return await instance.rank(documents, signal).then(
    (output) => instance.read(output),
    () => undefined,
  );
}

/** The error of a call; `undefined` when it did not fail. */
export async function failureOf(instance: Instance, documents: FrameworkDocument[]): Promise<Error | undefined> {
  return await instance.rank(documents).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
}

/** The scores of results as text. */
export function scoresOf(results: readonly Ranked[] | undefined): string | undefined {
  return results?.map(({ score }) => score).join(" ");
}

/** All that a log shows of a value, as an inspection or as JSON. */
export function shown(value: unknown): string {
  const inspected = inspect(value, { depth: Infinity });
  try {
    return `${inspected}\n${JSON.stringify(value)}`;
  } catch {
    // A circular object.
    return inspected;
  }
}
