import type { ServerResponse } from "node:http";
import { deferred } from "../support/deferred.ts";
import { startHttpServer } from "../support/http-server.ts";

/** A row of an answer, before it is written as its vendor writes it. */
export interface VendorRow {
  readonly index: number;
  readonly score?: number | undefined;
}

/** A request, as a vendor's server reads it. */
export interface VendorRequest {
  /** The JSON body as it was sent. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly documents: readonly string[];
  /** When it arrived, in milliseconds. */
  readonly at: number;
}

/** A server that answers as Cohere's (v1 and v2) and Mixedbread's do. */
export interface VendorServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  /** The requests so far. */
  readonly requests: readonly VendorRequest[];
  /** Set to change the rows of answers. */
  tamper: ((rows: readonly VendorRow[]) => readonly VendorRow[]) | undefined;
  /** Answers that come before any with scores, in this order. */
  readonly failures: { readonly status: number; readonly headers?: Readonly<Record<string, string>> }[];
  /** Keeps all answers back until the returned function is called. */
  readonly hold: () => () => void;
  /** Resolves when the next request has arrived. */
  readonly nextRequest: () => Promise<unknown>;
}

/** Most documents that the server takes in one request. */
export const maxDocuments = 1000;

/** What every answer says that it cost: a number that stands nowhere else. */
export const billed = 73_419;

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Starts a server on a free port. A text that has `score 0.25` in it scores 0.25, another 0. */
export async function startVendorServer(): Promise<VendorServer> {
  const requests: VendorRequest[] = [];
  const failures: VendorServer["failures"] = [];
  let held = Promise.resolve();
  const http = await startHttpServer(({ path, body }, response) => {
    const at = performance.now();
    const parsed = JSON.parse(body) as Record<string, unknown>;
    const vendor = path === "/v1/reranking" ? mixedbread : cohere;
    const request = { body: parsed, documents: (parsed["documents"] ?? parsed["input"]) as string[], at };
    requests.push(request);
    const failure = failures.shift();
    const answer =
      failure === undefined ? vendor(request, server.tamper) : { ...failure, body: { message: "too many requests" } };
    void held.then(() => send(response, answer));
  });
  const server: VendorServer = {
    origin: http.origin,
    requests,
    tamper: undefined,
    failures,
    hold: () => {
      const { promise, resolve } = deferred();
      held = promise;
      return resolve;
    },
    nextRequest: http.nextRequest,
    [Symbol.asyncDispose]: http.close,
  };
  return server;
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/** @see https://docs.cohere.com/reference/rerank */
function cohere({ body, documents }: VendorRequest, tamper: VendorServer["tamper"]): Answer {
  const message = wrongIn(documents);
  if (message !== undefined) return { status: 400, body: { message } };
  const results = rowsOf(documents, body["top_n"], tamper);
  return {
    status: 200,
    body: {
      id: "07734bd2-2473-4f07-94e1-0d9f0e6843cf",
      results: results.map(({ index, score }) => ({ index, relevance_score: score })),
      meta: { api_version: { version: "2", is_experimental: false }, billed_units: { search_units: billed } },
    },
  };
}

/** @see https://www.mixedbread.com/api-reference/endpoints/reranking */
function mixedbread({ body, documents }: VendorRequest, tamper: VendorServer["tamper"]): Answer {
  const detail = wrongIn(documents);
  if (detail !== undefined) return { status: 422, body: { detail } };
  const rows = rowsOf(documents, body["top_k"], tamper);
  return {
    status: 200,
    body: {
      usage: { prompt_tokens: billed, total_tokens: billed, completion_tokens: 0 },
      model: body["model"],
      data: rows.map(({ index, score }) => ({ index, score, input: null, object: "rank_result" })),
      object: "list",
      top_k: rows.length,
      return_input: false,
    },
  };
}

function wrongIn(documents: readonly string[]): string | undefined {
  if (documents.length === 0) return "invalid request: list of documents must not be empty";
  if (documents.length > maxDocuments) return `invalid request: more than ${maxDocuments} documents`;
  return undefined;
}

function rowsOf(
  documents: readonly string[],
  topN: unknown,
  tamper: VendorServer["tamper"] = (rows) => rows,
): readonly VendorRow[] {
  const rows = documents.map((text, index) => ({ index, score: Number(/score (\d\.\d+)/u.exec(text)?.[1] ?? 0) }));
  rows.sort((a, b) => b.score - a.score);
  return tamper(rows.slice(0, typeof topN === "number" ? topN : rows.length));
}
