import { ConfigurationError } from "./errors/configuration-error.ts";

/**
 * The URL to send to: `path` under `baseURL`, of which `baseURL` may already have a part or the whole. A version at the
 * end of `baseURL` stands for all of `path` up to its own version, a rerank endpoint's name there for the whole of it.
 * A query stays.
 *
 * @param hasVersion - With `false`, a version at the end of `baseURL` is that of other endpoints.
 * @param name - The option or the environment variable that `baseURL` comes from.
 * @throws ConfigurationError when `baseURL` is no HTTP URL, or holds credentials.
 */
export function endpointURL(baseURL: string, path: string, hasVersion = true, name = "baseURL"): URL {
  const url = URL.canParse(baseURL) ? new URL(baseURL) : undefined;
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new ConfigurationError(
      `${name} must be an absolute http:// or https:// URL, such as http://localhost:8000/v1`,
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new ConfigurationError(`${name} holds a user name or password: pass apiKey or headers instead`);
  }
  url.hash = "";
  url.pathname = `/${joined(segments(url.pathname), segments(path), hasVersion).join("/")}`;
  return url;
}

/** The URL as errors and logs name it: without its query, which may hold a key. */
export function shownURL(url: URL): string {
  return url.origin + url.pathname;
}

function segments(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}

/** What servers call the last part of the path: `rerank`, `reranks`, `reranking`, `ranking`, `text-rerank`. */
const endpointName = /^(text-)?(re)?rank(s|ing)?$/iu;

function joined(base: readonly string[], path: readonly string[], hasVersion: boolean): readonly string[] {
  const last = base.at(-1) ?? "";
  if (endpointName.test(last)) return base;
  if (isVersion(last)) {
    return hasVersion ? [...base, ...path.slice(path.findLastIndex(isVersion) + 1)] : [...base.slice(0, -1), ...path];
  }
  // Where the end of the one is the beginning of the other, it stands once.
  let overlap = Math.min(base.length, path.length);
  while (overlap > 0 && !path.slice(0, overlap).every((part, i) => part === base[base.length - overlap + i])) overlap--;
  return [...base, ...path.slice(overlap)];
}

function isVersion(segment: string): boolean {
  return /^v\d+$/iu.test(segment);
}
