import type { CheckedRequest } from "./define-reranker.ts";
import type { HttpResponse } from "./http/transport.ts";
import type { Secrets } from "./secrets.ts";

/** What servers send as an id: one word of ASCII. */
const word = /^[\w.:/+=@-]{1,128}$/u;

/** The server's id for a request, from the headers of its response. */
export function requestIdIn({ headers }: HttpResponse): string | undefined {
  return idIn(headers["x-request-id"] ?? headers["x-oneapi-request-id"] ?? headers["request-id"]);
}

/** An id that looks like one; `undefined` for anything else. */
export function idIn(value: string | undefined): string | undefined {
  return value !== undefined && word.test(value) ? value : undefined;
}

/** An id of a request that was answered; `undefined` when it is, or holds, something that was sent. */
export function unlessSent(id: string | undefined, request: CheckedRequest, secrets: Secrets): string | undefined {
  if (id === undefined) return undefined;
  const isIn = (text: string): boolean =>
    text.length < 8 ? id === text : text.length <= id.length && id.includes(text);
  const { query, documents } = request;
  const isSent = isIn(query) || documents.some(isIn) || secrets.words.some(isIn) || secrets.keys.some(isIn);
  return isSent ? undefined : id;
}
