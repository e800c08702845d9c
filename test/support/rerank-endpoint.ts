import { startHttpServer, type RecordedRequest } from "./http-server.ts";

/** The JSON body that the endpoint is sent. */
export interface EndpointRequest {
  readonly model: string;
  readonly query: string;
  readonly documents: readonly string[];
  readonly top_n?: number;
}

/** What the endpoint answers in place of scores; `"nothing"` keeps the connection open without a word. */
export type EndpointAnswer =
  | { readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }
  | "nothing";

/** A rerank endpoint on this machine. */
export interface RerankEndpoint extends AsyncDisposable {
  /** For `baseURL`. */
  readonly baseURL: string;
  /** The bodies of the requests so far. */
  readonly requests: readonly EndpointRequest[];
  /** The requests so far with their headers. */
  readonly recorded: readonly RecordedRequest[];
  /** Set by a test to answer something else than scores. */
  answer: ((request: EndpointRequest) => EndpointAnswer) | undefined;
  /** Resolves when the next request has arrived. */
  readonly nextRequest: () => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/**
 * Starts an endpoint that speaks the hosted one's wire format. It scores a text with the number that the text ends in,
 * so `"about frogs 0.25"` scores 0.25; a text that ends in no number scores 0.
 */
export async function startRerankEndpoint(score: (text: string) => number = numberAtEnd): Promise<RerankEndpoint> {
  const requests: EndpointRequest[] = [];
  const server = await startHttpServer(({ body }, response) => {
    const request = JSON.parse(body) as EndpointRequest;
    requests.push(request);
    const answer = endpoint.answer?.(request) ?? { status: 200, body: scored(request, score) };
    if (answer === "nothing") return;
    response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
  });
  const endpoint: RerankEndpoint = {
    baseURL: `${server.origin}/v1`,
    requests,
    recorded: server.requests,
    answer: undefined,
    nextRequest: server.nextRequest,
    close: server.close,
    [Symbol.asyncDispose]: server.close,
  };
  return endpoint;
}

function scored({ documents, top_n }: EndpointRequest, score: (text: string) => number): unknown {
  const results = documents.map((text, index) => ({ index, relevance_score: score(text) }));
  results.sort((a, b) => b.relevance_score - a.relevance_score);
  return {
    results: results.slice(0, top_n ?? results.length),
    usage: { prompt_tokens: 10 * documents.length, total_tokens: 10 * documents.length },
  };
}

function numberAtEnd(text: string): number {
  return Number(/-?\d+(?:\.\d+)?(?=["\s]*$)/u.exec(text)?.[0] ?? 0);
}
