import type { RankedItems } from "@rankwire/core";
import { CallbackManager, type CallbackManagerForRetrieverRun } from "@langchain/core/callbacks/manager";
import type { DocumentInterface } from "@langchain/core/documents";
import type { RunnableConfig } from "@langchain/core/runnables";
import { AsyncLocalStorageProviderSingleton } from "@langchain/core/singletons";
import { LangChainTracer } from "@langchain/core/tracers/tracer_langchain";

/** A rerank call as callbacks and tracers see it: a retriever run. */
export interface RerankRun {
  /** Does the run's work: a language model that scores, for example, shows its own run beneath it. */
  around<T>(work: () => Promise<T>): Promise<T>;
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
    around: (work) => AsyncLocalStorageProviderSingleton.runWithConfig({ ...config, callbacks: run.getChild() }, work),
    end: (documents, outcome) => {
      noteOutcome(manager, run.runId, summary(outcome));
      // A list of their own, as a handler may write into what it is told.
      return run.handleRetrieverEnd([...documents]);
    },
    fail: (error) => run.handleRetrieverError(error),
  };
}

/** Adds what is known only at the end to the run's metadata, which handlers are told of at its start alone. */
function noteOutcome(manager: CallbackManager, runId: string, known: Record<string, unknown>): void {
  // The runs of all tracers hold this very object, but for LangSmith's, which hold a copy.
  Object.assign(manager.metadata, known);
  for (const handler of manager.handlers) {
    if (!(handler instanceof LangChainTracer)) continue;
    const metadata: unknown = handler.getRun(runId)?.extra?.["metadata"];
    if (typeof metadata === "object" && metadata !== null) Object.assign(metadata, known);
  }
}

function summary({ provider, model, usage, reranked, error }: Outcome): Record<string, unknown> {
  const known = { provider, model, usage, reranked };
  if (error === undefined) return known;
  return { ...known, error: "code" in error ? error.code : error.name };
}
