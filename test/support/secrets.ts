import { inspect } from "node:util";
import { expect } from "vitest";

/** What must never be seen outside of a request. */
export const secrets = {
  apiKey: "sk-7Qm2vXw9KpLr4Tz8",
  query: "which treefrog carries tadpoles",
  documents: ["zebra crossings are painted white 0.25", "glass frogs show their hearts 0.75"],
} as const;

const needles = [
  secrets.apiKey,
  secrets.apiKey.slice(3),
  secrets.query,
  "carries tadpoles",
  "zebra crossings",
  "glass frogs",
];

/** All that logging a value can show: as text, under inspection, as JSON, and the same of every cause beneath it. */
function shown(value: unknown): string {
  const parts: string[] = [];
  for (let part = value, depth = 0; part !== undefined && part !== null && depth < 10; depth++) {
    parts.push(inspect(part, { depth: 10, showHidden: true, maxStringLength: null }), JSON.stringify(part) ?? "");
    if (part instanceof Error) parts.push(String(part), part.stack ?? "");
    part = (part as { cause?: unknown }).cause;
  }
  return parts.join("\n");
}

/** Fails when a value shows the key, the query or a document. */
export function expectNoSecret(value: unknown): void {
  const text = shown(value);
  for (const needle of needles) expect(text).not.toContain(needle);
}
