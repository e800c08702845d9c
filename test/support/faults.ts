import type { Fault } from "./fault-server.ts";

/** The JSON body of a rerank request. */
export interface WireRequest {
  readonly model: string;
  readonly query: string;
  readonly documents: readonly string[];
  readonly top_n?: number;
}

/** A whole response as it stands on the wire. */
export function wireResponse(
  status: number,
  body: string | Buffer = "",
  headers: Readonly<Record<string, string>> = {},
): Buffer {
  const bytes = Buffer.from(body);
  const all = { "content-type": "application/json", "content-length": String(bytes.length), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Status\r\n${lines.join("")}\r\n`), bytes]);
}

/** Answers with a status, a body (an object is sent as JSON) and headers. */
export function answer(status: number, body: unknown = "", headers: Readonly<Record<string, string>> = {}): Fault {
  const text = typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  return (socket) => socket.write(wireResponse(status, text, headers));
}

/** Answers with rows. */
export function rows(...results: unknown[]): Fault {
  return answer(200, { results });
}

/** Scores as the hosted endpoint does: a text with the number that it ends in, 0 where there is none. */
export const scores: Fault = (socket, { body }) => {
  socket.write(wireResponse(200, JSON.stringify(scored(JSON.parse(body) as WireRequest))));
};

/** The body of the hosted endpoint's answer. */
export function scored({ documents, top_n }: WireRequest): {
  readonly results: { index: number; relevance_score: number }[];
  readonly usage: { prompt_tokens: number; total_tokens: number };
} {
  const results = documents.map((text, index) => ({
    index,
    relevance_score: Number(/-?\d+(?:\.\d+)?$/u.exec(text)?.[0] ?? 0),
  }));
  results.sort((a, b) => b.relevance_score - a.relevance_score);
  const tokens = 10 * documents.length;
  return {
    results: results.slice(0, top_n ?? documents.length),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

/** Never answers. */
export const silence: Fault = () => {};

/** Writes bytes as they are and leaves the connection open. */
export function bytes(text: string | Buffer): Fault {
  return (socket) => socket.write(text);
}

/** Writes bytes, if any, and then closes the connection in an orderly way. */
export function closeAfter(text: string | Buffer = ""): Fault {
  return (socket) => socket.end(text);
}

/** Writes bytes, if any, and then resets the connection. */
export function resetAfter(text: string | Buffer = ""): Fault {
  return (socket) => {
    if (text.length === 0) socket.resetAndDestroy();
    // A reset discards what is still on its way, so the bytes get a turn of the loop to arrive.
    else socket.write(text, () => setTimeout(() => socket.resetAndDestroy(), 20));
  };
}

/** Does one thing after the other, and the last for all further requests. */
export function inTurn(...faults: readonly Fault[]): Fault {
  let turn = 0;
  return (socket, request) => faults[Math.min(turn++, faults.length - 1)]?.(socket, request);
}
