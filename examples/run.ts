/**
 * Runs an example by name: `pnpm example core`. Without QHAIGC_API_KEY it starts a server on this machine that answers
 * in the hosted API's place, with a lexical reranker, and points the environment there.
 */
import { readdirSync } from "node:fs";

const [name = ""] = process.argv.slice(2);
const names = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !["demo", "node_modules"].includes(entry.name))
  .map((entry) => entry.name);
const hasOwnBackend = new Set(["web"]);
// Their frameworks weigh hundreds of megabytes, and Mastra needs Node 22.13.
const heavy = new Set(["genkit", "mastra"]);

if (!names.includes(name)) {
  console.error(`Which example? One of: ${names.join(", ")}`);
  process.exitCode = 1;
} else if (hasOwnBackend.has(name) || isToldWhom()) {
  await run();
} else {
  const { startLocalApi } = await import("./local-api.ts");
  const api = await startLocalApi();
  process.env["QHAIGC_API_KEY"] = "sk-local";
  process.env["QHAIGC_BASE_URL"] = api.baseURL;
  console.log("No QHAIGC_API_KEY: a lexical reranker on this machine answers in place of the hosted one.\n");
  try {
    await run();
  } finally {
    await api.close();
  }
}

/** Whether the environment says whom to ask. */
function isToldWhom(): boolean {
  const variables = name === "self-hosted" ? ["RERANK_PROVIDER", "RERANK_BASE_URL"] : [];
  return ["QHAIGC_API_KEY", ...variables].some((variable) => process.env[variable]);
}

async function run(): Promise<void> {
  try {
    await import(`./${name}/main.ts`);
  } catch (error) {
    const missing = /^Cannot find package '[^']+'/u.exec(error instanceof Error ? error.message : "")?.[0];
    if (missing === undefined || !heavy.has(name)) throw error;
    console.error(`${missing}: it is not in the default install. \`node test/node-22/run.mjs\` installs and runs it.`);
    process.exitCode = 1;
  }
}
