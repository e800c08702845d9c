import type { CheckedRequest } from "./define-reranker.ts";
import { InvalidRequestError } from "./errors/invalid-request-error.ts";
import { RateLimitError } from "./errors/rate-limit-error.ts";
import { TimeoutError } from "./errors/timeout-error.ts";
import type { RerankEvent } from "./events.ts";
import { ofOwnQueue } from "./failure-marks.ts";
import { mergeHeaders } from "./headers.ts";
import type { Transport } from "./http/transport.ts";
import type { Limiter, Outcome } from "./limiter.ts";
import { createPlaces } from "./places.ts";
import { type PartResponse, readAnswer } from "./read-answer.ts";
import { requestBody } from "./request-body.ts";
import type { CallOptions } from "./reranker.ts";
import { createRetryBudget, mayRetry, retryDelayMs, wait } from "./retry.ts";
import { secretsIn, sentIn } from "./secrets.ts";
import { duration, type Settings } from "./settings.ts";

/** The call that a request belongs to. */
export interface RequestContext {
  /** Whose turn a place is taken on: one object for each call. */
  readonly lane: object;
  /** When the call must have ended, on the clock of `performance.now()`. */
  readonly deadline: number;
  /** The method, the URL and the part, as errors name them. */
  readonly source: string;
}

/** Sends one request: waits for a place, tries, reads and checks the answer, and tries again where that may help. */
export type Requester = (
  request: CheckedRequest,
  options: CallOptions,
  context: RequestContext,
) => Promise<PartResponse>;

/** A requester for one instance: all its requests share the limiter and the retry budget. */
export function createRequester(
  settings: Settings,
  transport: Transport,
  limiter: Limiter,
  emit: (event: RerankEvent) => void,
): Requester {
  const { provider, model, dialect, url, apiKey, extraBody, maxResponseBytes, sendTopN } = settings;
  const budget = createRetryBudget(settings.retryBudget);
  const places = createPlaces(limiter);
  const ownSecrets = secretsIn(settings.headers, url, apiKey, extraBody);

  return async (request, options, context) => {
    const { signal } = options;
    const { deadline, lane, source } = context;
    const { query, documents, topN, wantsAll } = request;
    const refuse = (message: string): Error => new InvalidRequestError(message);
    const timeoutMs = duration(options.timeoutMs, "timeoutMs", settings.timeoutMs, refuse);
    const headers = mergeHeaders(settings.headers, options.headers, refuse);
    const secrets = headers === settings.headers ? ownSecrets : secretsIn(headers, url, apiKey, extraBody);
    const asksForBest = sendTopN && !wantsAll;
    const expected = asksForBest ? topN : documents.length;
    const about = { provider, model, documents: documents.length };
    budget.deposit();

    const tryOnce = async (attempt: number): Promise<PartResponse> => {
      signal?.throwIfAborted();
      if (!places.tryTake()) {
        await places.wait(lane, signal, deadline, () => {
          const message = "The call's totalTimeoutMs passed while it waited for a place under maxConcurrency";
          return ofOwnQueue(new TimeoutError(`${message} (${source})`));
        });
      }
      const startedAt = performance.now();
      const remaining = Math.max(1, deadline - startedAt);
      const place = places.hold(Math.min(timeoutMs, remaining));
      let ended: Outcome["ended"] = "otherwise";
      try {
        emit({ type: "request", ...about, attempt });
        const content = { model, query, documents, topN: asksForBest ? topN : undefined };
        const response = await transport({
          headers,
          body: () => requestBody(dialect, content, extraBody),
          timeoutMs: Math.min(timeoutMs, remaining),
          limitedBy: timeoutMs <= remaining ? "timeoutMs" : "totalTimeoutMs",
          maxResponseBytes,
          signal,
          source,
          sent: () => sentIn(request, secrets),
        });
        const { requestId, ...answer } = readAnswer(response, request, expected, settings, secrets, source);
        ended = "well";
        emit({
          type: "response",
          ...about,
          attempt,
          status: response.status,
          durationMs: performance.now() - startedAt,
          usage: { ...answer.usage },
          requestId,
        });
        return answer;
      } catch (error) {
        if (RateLimitError.isInstance(error)) ended = "rate-limited";
        throw error;
      } finally {
        places.release(place, { ended, startedAt });
      }
    };

    for (let attempt = 1; ; attempt++) {
      try {
        return await tryOnce(attempt);
      } catch (error) {
        signal?.throwIfAborted();
        if (attempt > settings.maxRetries || !mayRetry(error)) throw error;
        const delayMs = retryDelayMs(attempt, error.retryAfterMs);
        // A timer may fire a millisecond early, which is no time for an attempt.
        if (performance.now() + delayMs + 1 >= deadline || !budget.withdraw()) throw error;
        emit({ type: "retry", provider, model, attempt, delayMs, code: error.code, status: error.status });
        await limiter.resting(wait(delayMs, signal));
      }
    }
  };
}
