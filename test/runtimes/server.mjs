import { createServer } from "node:http";
import { gzipSync } from "node:zlib";

let busy = 0;

/** What the server does, by the first part of the path. */
const behaviours = {
  scores: ({ response, json }) => response.writeHead(200, { "content-type": "application/json" }).end(json),
  gzip: ({ response, json }) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(json)),
  slow: (exchange) => setTimeout(() => behaviours.scores(exchange), 100),
  silent: () => {},
  stalled: ({ response }) => response.writeHead(200, { "content-length": "99" }).write("{"),
  reset: ({ request }) => request.socket.resetAndDestroy(),
  moved: ({ response }) => response.writeHead(302, { location: "/scores/v1/rerank" }).end(),
  unauthorized: ({ request, response }) =>
    response.writeHead(401).end(JSON.stringify({ error: { message: request.headers.authorization } })),
  "busy-once": (exchange) => {
    if (busy++ % 2 === 0) exchange.response.writeHead(503, { "retry-after-ms": "5" }).end();
    else behaviours.scores(exchange);
  },
};

/** Starts the rerank server that all runtimes are checked against. */
export async function startServer() {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    const { documents, top_n: topN } = JSON.parse(body);
    const results = documents.map((text, index) => ({ index, relevance_score: Number(text.split(" ").at(-1)) }));
    results.sort((a, b) => b.relevance_score - a.relevance_score);
    const usage = { prompt_tokens: 10 * documents.length, total_tokens: 10 * documents.length };
    const json = JSON.stringify({ results: results.slice(0, topN), usage });
    behaviours[request.url.split("/")[1]]({ request, response, json });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
