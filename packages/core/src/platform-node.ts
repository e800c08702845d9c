import { hash } from "node:crypto";
import { channel } from "node:diagnostics_channel";
import type { RerankEvent } from "./events.ts";

export { undiciTransport as platformTransport } from "./http/undici-transport.ts";

/** Whether one call may wait for what another one started. */
export const sharesWork = true;

const events = channel("rankwire");

/** Publishes an event on the diagnostics channel `rankwire`. */
export function publish(event: RerankEvent): void {
  if (events.hasSubscribers) events.publish(event);
}

/** The SHA-256 of a text, in hexadecimal. */
export function digest(text: string): string | Promise<string> {
  return hash("sha256", text, "hex");
}
