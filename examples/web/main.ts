/** A web page that shows how reranking moves the passages that were retrieved for a question. */
import { describeError } from "../demo/describe-error.ts";
import { loadManuals } from "../demo/load-manuals.ts";
import { indexPassages } from "../demo/retrieve.ts";
import { readSettings } from "../demo/settings.ts";
import { startBackend } from "../demo/start-backend.ts";
import { startWeb } from "./start-web.ts";

const settings = readSettings([], process.env);
const backend = await startBackend(settings);
try {
  const { passages, version } = await loadManuals();
  console.log(`${backend.notice}\nIndexing ${passages.length} passages of the manuals of undici ${version} …`);
  const retriever = await indexPassages(passages, backend, () => {});
  const { reranker } = backend;
  const where = settings.hosted === undefined ? "on this machine, no key needed" : "hosted";
  const summary = `${passages.length} passages of undici ${version}; reranker: ${reranker.model} (${where})`;
  const pipeline = { retriever, reranker, apiKey: settings.hosted?.apiKey };
  const web = await startWeb(pipeline, summary, Number(process.env["PORT"] || 8787));
  console.log(`Open ${web.url} (Ctrl+C ends it)`);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => resolve());
  });
  await web.close();
} catch (error) {
  console.error(describeError(error, settings.hosted?.apiKey));
  process.exitCode = 1;
} finally {
  await backend.close();
}
