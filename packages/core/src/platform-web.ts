import { ConfigurationError } from "./errors/configuration-error.ts";
import type { RerankEvent } from "./events.ts";
import { fetchTransport } from "./http/fetch-transport.ts";
import type { Transport } from "./http/transport.ts";
import type { DispatcherLike } from "./options.ts";

/** Sends to `url` through the global `fetch`. */
export function platformTransport(
  url: URL,
  _connections: number,
  _timeoutMs: number,
  dispatcher?: DispatcherLike,
): Transport {
  if (dispatcher !== undefined) {
    throw new ConfigurationError("dispatcher is for Node alone; on this runtime pass fetch, or neither");
  }
  return fetchTransport(url, (input, init) => globalThis.fetch(input, init));
}

/**
 * Whether one call may wait for what another one started. On Cloudflare Workers that ends with the request that the other
 * belongs to.
 */
export const sharesWork: boolean =
  (globalThis as { navigator?: { userAgent?: string } }).navigator?.userAgent !== "Cloudflare-Workers";

/** There is no diagnostics channel on the web. */
export function publish(_event: RerankEvent): void {}

/** The SHA-256 of a text, in hexadecimal. */
export async function digest(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
