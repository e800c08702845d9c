import { ConfigurationError } from "@rankwire/core";
import { HttpError } from "./http-error.ts";

const visibleAscii = /^[\x21-\x7e]+$/;
const bearer = /^Bearer +([\x21-\x7e]+) *$/i;

/**
 * A check of the `Authorization` header against `apiKeys`; every request passes where there are none.
 *
 * Both sides are hashed with SHA-256 and compared over their whole length with every key, so that the time taken tells
 * nothing of how much of a key was right, nor which key it was.
 *
 * @throws ConfigurationError for what is no list, for an empty list, which could mean "open" as well as "closed", and
 * for a key that no header can carry.
 */
export function keyCheck(apiKeys: readonly string[] | undefined): (authorization: string | null) => Promise<void> {
  if (apiKeys === undefined) return async () => {};
  // A string would be taken for a list of its characters, and each of them would open the server.
  if (!Array.isArray(apiKeys)) throw new ConfigurationError("apiKeys must be an array of keys");
  const keys = [...apiKeys];
  if (keys.length === 0) {
    throw new ConfigurationError("apiKeys is empty; list at least one key, or leave it out to serve without keys");
  }
  const unusable = keys.findIndex((key) => typeof key !== "string" || !visibleAscii.test(key));
  if (unusable !== -1) {
    throw new ConfigurationError(`apiKeys[${unusable}] must be one or more visible ASCII characters, without spaces`);
  }
  // The digests are kept and not a promise of them: on Workers a promise belongs to the request that made it.
  let known: readonly Uint8Array[] | undefined;
  return async (authorization) => {
    const presented = authorization === null ? undefined : bearer.exec(authorization)?.[1];
    if (presented === undefined) {
      throw unauthorized("missing_api_key", "send a key in the header Authorization: Bearer <key>");
    }
    known ??= await Promise.all(keys.map(sha256));
    if (!isAmong(await sha256(presented), known)) {
      throw unauthorized("invalid_api_key", "the key in the Authorization header is not valid here");
    }
  };
}

async function sha256(key: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key)));
}

/** Whether one of `known` equals `digest`, in a time that depends on neither's content. */
function isAmong(digest: Uint8Array, known: readonly Uint8Array[]): boolean {
  let found = 0;
  for (const candidate of known) {
    let difference = 0;
    for (const [position, byte] of candidate.entries()) difference |= byte ^ (digest[position] ?? 0);
    found |= Number(difference === 0);
  }
  return found === 1;
}

function unauthorized(code: string, message: string): HttpError {
  return new HttpError(401, { code, message, headers: { "www-authenticate": "Bearer" } });
}
