import {
  APICallError,
  InvalidArgumentError,
  type JSONObject,
  type RerankingModelV3,
  type SharedV3Warning,
} from "@ai-sdk/provider";
import {
  ConfigurationError,
  fieldLines,
  InvalidRequestError,
  type RankedItems,
  rankItems,
  RerankError,
  type Reranker,
} from "@rankwire/core";
import { z } from "zod";

/** What `providerOptions.rankwire` takes. Anything else in it is refused. A type, as the SDK takes no interface there. */
export type RankwireCallOptions = {
  /**
   * The fields of an object document that are scored, in this order.
   *
   * @defaultValue all of them
   */
  readonly rankFields?: string[] | undefined;
  /** Keeps what scores at least this much; applied before `topN`. */
  readonly scoreThreshold?: number | undefined;
  /** Milliseconds for each attempt of this call. */
  readonly timeoutMs?: number | undefined;
};

const callOptions: z.ZodType<RankwireCallOptions> = z.strictObject({
  rankFields: z.array(z.string()).min(1).optional(),
  scoreThreshold: z.number().optional(),
  timeoutMs: z.number().positive().optional(),
});

interface RerankingModelSettings {
  readonly modelId: string;
  readonly reranker: () => Reranker;
  /** Whether the AI SDK may repeat a call whose error is retryable. */
  readonly isRepeatable: boolean;
}

type CallOptions = Parameters<RerankingModelV3["doRerank"]>[0];
type Result = Awaited<ReturnType<RerankingModelV3["doRerank"]>>;

/** A reranking model without private fields, since version 7 of the AI SDK wraps it in a `Proxy`. */
export function createRerankingModel({ modelId, reranker, isRepeatable }: RerankingModelSettings): RerankingModelV3 {
  const doRerank = async (options: CallOptions): Promise<Result> => {
    const { documents, query, topN, abortSignal, headers } = options;
    const { rankFields, ...limits } = parseCallOptions(options.providerOptions?.["rankwire"]);
    const { values } = documents;
    const timestamp = new Date();
    try {
      const texts = values.map((value, index) => textOf(value, index, rankFields));
      const ranked = await rankItems(reranker(), {
        query,
        items: texts,
        text: (text) => text,
        topN,
        signal: abortSignal,
        headers: headers === undefined ? undefined : withoutAbsent(headers),
        ...limits,
      });
      return {
        // The AI SDK knows no document without a score: a blank one is left out, and a warning says so.
        ranking: ranked.items.flatMap(({ index, relevanceScore }) =>
          relevanceScore === undefined ? [] : [{ index, relevanceScore }],
        ),
        providerMetadata: { rankwire: { provider: ranked.provider, usage: { ...ranked.usage } } },
        warnings: warningsFor(documents, texts, rankFields),
        response: { timestamp, modelId: ranked.model, ...responseFacts(ranked) },
      };
    } catch (error) {
      // The caller's own abort reason stays as it is, even where it is an error of this library.
      if (error === abortSignal?.reason) throw error;
      // Nothing was called when the configuration is wrong.
      if (!RerankError.isInstance(error) || ConfigurationError.isInstance(error)) throw error;
      throw apiCallError(error, { model: modelId, documentCount: values.length }, isRepeatable);
    }
  };

  return { specificationVersion: "v3", provider: "rankwire.reranking", modelId, doRerank };
}

function textOf(value: JSONObject | string, index: number, rankFields: readonly string[] | undefined): string {
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return fieldLines(value, rankFields);
  throw new InvalidRequestError(`documents[${index}] is neither a text nor an object`);
}

function responseFacts({ id, headers }: RankedItems<string>): { id?: string; headers?: Record<string, string> } {
  return { ...(id === undefined ? {} : { id }), ...(headers === undefined ? {} : { headers: { ...headers } }) };
}

function parseCallOptions(options: unknown): RankwireCallOptions {
  const parsed = callOptions.safeParse(options ?? {});
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError({
    argument: "providerOptions",
    message: `providerOptions.rankwire is wrong: ${z.prettifyError(parsed.error)}`,
  });
}

function warningsFor(
  { type, values }: CallOptions["documents"],
  texts: readonly string[],
  rankFields: readonly string[] | undefined,
): SharedV3Warning[] {
  const warnings: SharedV3Warning[] = [];
  if (type === "object" && rankFields === undefined) {
    const details =
      "All fields are scored, as lines of YAML. Name those that matter in providerOptions.rankwire.rankFields.";
    warnings.push({ type: "compatibility", feature: "object documents", details });
  }
  if (type === "text" && rankFields !== undefined) {
    warnings.push({ type: "unsupported", feature: "rankFields", details: "The documents are texts without fields." });
  }
  if (type === "object" && rankFields !== undefined && values.length > 0) {
    const absent = rankFields.filter((name) => !values.some((value) => Object.hasOwn(value, name)));
    if (absent.length > 0) {
      const message = `No document has a field of these names in rankFields: ${absent.join(", ")}.`;
      warnings.push({ type: "other", message });
    }
  }
  const blank = texts.filter((text) => !/\S/u.test(text)).length;
  if (blank > 0) {
    warnings.push({
      type: "other",
      message: `${blank} of ${texts.length} documents are blank and have no place in the ranking.`,
    });
  }
  return warnings;
}

/** The error in the form that the AI SDK repeats calls for; it holds counts, and no text of the request. */
function apiCallError(error: RerankError, requestBodyValues: object, isRepeatable: boolean): APICallError {
  const { message, status, retryAfterMs, requestId } = error;
  const responseHeaders: Record<string, string> = {};
  if (retryAfterMs !== undefined) responseHeaders["retry-after-ms"] = String(retryAfterMs);
  if (requestId !== undefined) responseHeaders["x-request-id"] = requestId;
  return new APICallError({
    message,
    // A reranker names its URL in the message alone, after what a server says.
    url: /.*\bPOST (https?:\/\/[^\s,;)]+)/su.exec(message)?.[1] ?? "",
    requestBodyValues,
    responseHeaders,
    isRetryable: isRepeatable && error.isRetryable,
    cause: error,
    ...(status === undefined ? {} : { statusCode: status }),
  });
}

function withoutAbsent(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const present: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) present[name] = value;
  return present;
}
