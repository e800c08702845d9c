import { ConfigurationError, defineReranker, type Reranker, untilAborted } from "@rankwire/core";
import { type CrossEncoderOptions, resolveOptions } from "./cross-encoder-options.ts";
import type { Pair } from "./encode-pairs.ts";
import { type LoadedModel, loadModel } from "./load-model.ts";
import { scoreBatch } from "./score-batch.ts";
import { scoreDocuments } from "./score-documents.ts";
import { createTurns } from "./turns.ts";
import { withTimeout } from "./with-timeout.ts";

/** A {@link Reranker} that holds a model in memory. */
export interface CrossEncoderReranker extends Reranker {
  /** Ends the calls under way after their batch, and frees the model. Calls from then on are refused. */
  dispose(): Promise<void>;
}

/**
 * A cross-encoder in this process, through `@huggingface/transformers` and ONNX Runtime: no server and no key. The model
 * is loaded at the first call, and downloaded where it is not on this machine yet.
 *
 * Scores are probabilities: a model with one output gives a logit, of which they are the sigmoid; of a model with two
 * outputs, for irrelevant and relevant, they are the softmax of the second. Calls at the same time share one model and
 * take turns, batch by batch; between batches, and between documents that it reads, each looks at its signal and its
 * `timeoutMs`.
 *
 * @example
 * ```ts
 * const reranker = crossEncoderReranker({ model: "./models/bge-reranker-v2-m3", dtype: "q8" });
 * const { results } = await reranker.rerank({ query: "How long is parental leave?", documents });
 * await reranker.dispose();
 * ```
 * @throws ConfigurationError that names the option that is wrong; from `rerank()`, when `@huggingface/transformers` or
 * the model's files are not there.
 * @see https://huggingface.co/BAAI/bge-reranker-v2-m3
 */
export function crossEncoderReranker(options: CrossEncoderOptions = {}): CrossEncoderReranker {
  const settings = resolveOptions(options);
  const turns = createTurns();
  let loading: Promise<LoadedModel> | undefined;
  let disposal: Promise<void> | undefined;

  const refuseDisposed = (): void => {
    if (disposal !== undefined) throw new ConfigurationError("The cross-encoder was disposed of; create another");
  };
  const load = (): Promise<LoadedModel> => {
    refuseDisposed();
    loading ??= loadModel(settings).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };

  const reranker = defineReranker({
    provider: "cross-encoder",
    model: settings.name,
    scoreScope: [settings.model, settings.revision, settings.dtype, settings.maxTokens].join("\n"),
    rerank: (request, callOptions) =>
      withTimeout("The cross-encoder", callOptions, async (signal, pace) => {
        const loaded = await untilAborted(load(), signal);
        const score = (pairs: readonly Pair[]): Promise<readonly number[]> =>
          turns.run(async () => {
            refuseDisposed();
            return scoreBatch(loaded, pairs);
          }, signal);
        return scoreDocuments(loaded, request, settings, score, pace);
      }),
  });

  const dispose = (): Promise<void> => {
    disposal ??= turns.run(async () => {
      const loaded = await loading?.catch(() => undefined);
      await loaded?.model.dispose();
    });
    return disposal;
  };
  return Object.assign(reranker, { dispose });
}
