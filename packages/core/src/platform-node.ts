import { channel } from "node:diagnostics_channel";
import type { RerankEvent } from "./events.ts";

export { undiciTransport as platformTransport } from "./http/undici-transport.ts";

const events = channel("rankwire");

/** Publishes an event on the diagnostics channel `rankwire`. */
export function publish(event: RerankEvent): void {
  if (events.hasSubscribers) events.publish(event);
}
