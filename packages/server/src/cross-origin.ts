import { HttpError } from "./http-error.ts";

/**
 * Refuses what a browser sends for a page of another origin. Where no key is asked for, any page that is open on the
 * same machine could otherwise make requests at somebody else's expense: a browser asks nobody before it posts a form's
 * content type. Programs send neither of the headers that tell of a page.
 *
 * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 * @throws HttpError 403.
 */
export function refuseCrossOrigin(request: Request): void {
  const site = request.headers.get("sec-fetch-site");
  if (site === null ? hasOwnOrigin(request) : site === "same-origin" || site === "none") return;
  const message = "this is sent for a web page of another origin, which is served with a key alone: set apiKeys";
  throw new HttpError(403, { code: "cross_origin", message });
}

/** For what is sent without `Sec-Fetch-Site`, such as by a browser to an address that is no secure context. */
function hasOwnOrigin({ headers, url }: Request): boolean {
  const origin = headers.get("origin");
  if (origin === null) return true;
  if (!URL.canParse(origin)) return false;
  const { protocol, host } = new URL(origin);
  // Behind a proxy for TLS the port that a Host may name is that of the page's protocol, not of this server's.
  const own = `${protocol}//${headers.get("host") ?? new URL(url).host}`;
  return URL.canParse(own) && new URL(own).host === host;
}
