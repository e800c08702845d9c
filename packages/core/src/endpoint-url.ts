import { ConfigurationError } from "./errors/configuration-error.ts";

/**
 * The URL to send to: `path` under `baseURL`, of which `baseURL` may already have a part or the whole. A query stays.
 *
 * @throws ConfigurationError when `baseURL` is no HTTP URL, or holds credentials.
 */
export function endpointURL(baseURL: string, path: string): URL {
  const url = URL.canParse(baseURL) ? new URL(baseURL) : undefined;
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new ConfigurationError(
      "baseURL must be an absolute http:// or https:// URL, such as http://localhost:8000/v1",
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new ConfigurationError("baseURL holds a user name or password: pass apiKey or headers instead");
  }
  url.hash = "";
  url.pathname = joined(segments(url.pathname), segments(path));
  return url;
}

/** The URL as errors and logs name it: without its query, which may hold a key. */
export function shownURL(url: URL): string {
  return url.origin + url.pathname;
}

function segments(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}

/** Joins two paths; where the end of the first is the beginning of the second, it stands once. */
function joined(base: readonly string[], path: readonly string[]): string {
  let overlap = Math.min(base.length, path.length);
  while (overlap > 0 && !path.slice(0, overlap).every((part, i) => part === base[base.length - overlap + i])) overlap--;
  return `/${[...base, ...path.slice(overlap)].join("/")}`;
}
