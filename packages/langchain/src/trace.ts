import type { RankedItems } from "@rankwire/core";
import { CallbackManager, type CallbackManagerForRetrieverRun } from "@langchain/core/callbacks/manager";
import type { DocumentInterface } from "@langchain/core/documents";
import type { RunnableConfig } from "@langchain/core/runnables";

/** A rerank call as callbacks and tracers see it: a retriever run. */
export interface RerankRun {
  /** Ends the run with the documents returned and with what came of the call. */
  end(documents: DocumentInterface[], outcome: Outcome): Promise<void>;
  /** Ends the run as failed. */
  fail(error: unknown): Promise<void>;
}

type Outcome = Omit<RankedItems<unknown>, "items">;

/** What is known of a call when it starts. */
export interface CallFacts {
  readonly provider: string;
  readonly model: string;
  /** How many documents are to be ranked. */
  readonly candidates: number;
}

const serialized = { lc: 1, type: "not_implemented", id: ["rankwire", "RerankCompressor"] } as const;

/** Starts a run beneath the one that `config` belongs to; `undefined` when nobody listens. */
export async function startRun(
  config: RunnableConfig,
  query: string,
  facts: CallFacts,
): Promise<RerankRun | undefined> {
  const { callbacks, tags, metadata, runId, runName } = config;
  const manager = CallbackManager.configure(callbacks, undefined, tags, undefined, metadata, { ...facts });
  if (manager === undefined || manager.handlers.length === 0) return undefined;
  const run: CallbackManagerForRetrieverRun = await manager.handleRetrieverStart(
    { ...serialized, id: [...serialized.id] },
    query,
    runId,
    undefined,
    undefined,
    undefined,
    runName,
  );
  return {
    end: (documents, outcome) => {
      // Every tracer's run holds this very object, so what is known only now is seen in the run's metadata too.
      Object.assign(manager.metadata, summary(outcome));
      return run.handleRetrieverEnd(documents);
    },
    fail: (error) => run.handleRetrieverError(error),
  };
}

function summary({ provider, model, usage, reranked, error }: Outcome): Record<string, unknown> {
  const known = { provider, model, usage, reranked };
  if (error === undefined) return known;
  return { ...known, error: "code" in error ? error.code : error.name };
}
