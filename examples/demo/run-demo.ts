import type { VectorStoreRetriever } from "@langchain/core/vectorstores";
import { RerankCompressor } from "@rankwire/langchain";
import { ask } from "./ask.ts";
import type { Backend } from "./backend.ts";
import { evaluate } from "./evaluate.ts";
import { resolveGold } from "./gold-sections.ts";
import { loadManuals, type Manuals } from "./load-manuals.ts";
import { questions, sampleQuestions } from "./questions.ts";
import { renderAnswered } from "./render-answer.ts";
import { renderEvaluation } from "./render-evaluation.ts";
import { candidateCount, indexPassages } from "./retrieve.ts";
import type { Settings } from "./settings.ts";
import { showProgress, type Terminal } from "./terminal.ts";

/** The pipeline from end to end: load, split, embed and index; then retrieve, rerank and answer; then measure. */
export async function runDemo(settings: Settings, backend: Backend, terminal: Terminal): Promise<void> {
  terminal.write(`${backend.notice}\n`);
  const manuals = await loadManuals();
  const retriever = await index(manuals, backend, terminal);
  for (const question of settings.question === undefined ? sampleQuestions : [settings.question]) {
    terminal.write(renderAnswered(await ask(question, retriever, backend), terminal));
  }
  if (settings.evaluate) await measure(manuals, retriever, backend, terminal);
  else terminal.write(`Add --evaluate to measure how much reranking helps, over ${questions.length} questions.\n`);
}

async function index(manuals: Manuals, backend: Backend, terminal: Terminal): Promise<VectorStoreRetriever> {
  const { passages, files, version } = manuals;
  const start = performance.now();
  const progress = showProgress(terminal, "Indexing passages", passages.length);
  const retriever = await indexPassages(passages, backend, progress.update);
  progress.end();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  terminal.write(
    `Indexed ${passages.length} passages of the ${files} manuals of undici ${version} in ${seconds} s\n\n`,
  );
  return retriever;
}

async function measure(
  { passages, version }: Manuals,
  retriever: VectorStoreRetriever,
  backend: Backend,
  terminal: Terminal,
): Promise<void> {
  const { judged, missing } = resolveGold(questions, passages);
  const compressor = new RerankCompressor({ reranker: backend.reranker, topN: Infinity });
  const progress = showProgress(terminal, "Measuring on questions", judged.length);
  const { concurrency } = backend;
  const evaluation = await evaluate(judged, retriever, compressor, { concurrency, onProgress: progress.update });
  progress.end();
  terminal.write(renderEvaluation(evaluation, candidateCount, terminal));
  if (backend.evaluationNote !== undefined) terminal.write(`  ${backend.evaluationNote}\n`);
  if (missing.length > 0) {
    terminal.write(`  Left out, as undici ${version} does not have them: ${missing.join("; ")}\n`);
  }
}
