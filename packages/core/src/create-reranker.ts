import { type CheckedRequest, defineReranker } from "./define-reranker.ts";
import { emitter, internalsOf, withInternals } from "./emit.ts";
import { shownURL } from "./endpoint-url.ts";
import { fetchTransport } from "./http/fetch-transport.ts";
import { createLimiter } from "./limiter.ts";
import { merge } from "./merge.ts";
import { onAbort } from "./on-abort.ts";
import type { RerankerOptions } from "./options.ts";
import type { PartResponse } from "./read-answer.ts";
import { createRequester } from "./requester.ts";
import type { CallOptions, Reranker } from "./reranker.ts";
import { routeOf, scoreScopeOf } from "./score-scope.ts";
import { resolveSettings } from "./settings.ts";
import { splitDocuments } from "./split.ts";
import { platformTransport } from "#platform";

/**
 * A reranker over HTTP: by default `bge-reranker-v2-m3` at `https://api.qhaigc.net/v1/rerank` with the key in
 * `QHAIGC_API_KEY`. It retries what may pass, splits what is too long, and bounds time, memory and concurrency for
 * all its calls together: create one and share it.
 *
 * @example
 * ```ts
 * const reranker = createReranker();
 * const { results } = await reranker.rerank({ query, documents, topN: 3 });
 * ```
 * @throws {@link ConfigurationError} that names the option or the environment variable to change.
 */
export function createReranker(options: RerankerOptions = {}): Reranker {
  const settings = resolveSettings(options);
  const { provider, model, url, maxConcurrency, timeoutMs } = settings;
  const emit = emitter(options.onEvent);
  const transport =
    options.fetch === undefined
      ? platformTransport(url, maxConcurrency, timeoutMs, options.dispatcher)
      : fetchTransport(url, options.fetch);
  const source = `POST ${shownURL(url)}`;
  const send = createRequester(settings, transport, createLimiter(maxConcurrency, settings.startConcurrency), emit);

  const rerank = async (request: CheckedRequest, call: CallOptions): Promise<PartResponse> => {
    const { query, documents, topN, wantsAll } = request;
    const { maxDocumentsPerRequest, maxCharactersPerRequest } = settings;
    const deadline = performance.now() + settings.totalTimeoutMs;
    const parts = splitDocuments(documents, query.length, maxDocumentsPerRequest, maxCharactersPerRequest);
    if (parts.length === 1) return send(request, call, { lane: request, deadline, source });

    emit({ type: "split", provider, model, documents: documents.length, requests: parts.length });
    call.signal?.throwIfAborted();
    const stop = new AbortController();
    const unwatch = onAbort(call.signal, (reason) => stop.abort(reason));
    try {
      const answers = await Promise.all(
        parts.map(async ({ start, end }, part) => {
          const slice = { query, documents: documents.slice(start, end), topN: Math.min(topN, end - start), wantsAll };
          const where = `${source}, part ${part + 1} of ${parts.length}, with ${end - start} documents`;
          const answer = await send(
            slice,
            { timeoutMs: call.timeoutMs, headers: call.headers, signal: stop.signal },
            { lane: request, deadline, source: where },
          );
          return { ...answer, start };
        }),
      );
      return merge(answers, topN);
    } catch (error) {
      // What is still under way or waiting for its turn would be paid for and thrown away.
      stop.abort(error);
      throw error;
    } finally {
      unwatch();
    }
  };

  const reranker = defineReranker({ provider, model, rerank, source, emit });
  return withInternals(reranker, {
    ...internalsOf(reranker),
    // For wrappers that ask: it tries the caller's own functions.
    get scoreScope() {
      return scoreScopeOf(settings);
    },
    route: () => routeOf(settings),
  });
}
