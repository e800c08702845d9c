/**
 * Runs an example by name: `pnpm example core`. Without QHAIGC_API_KEY it starts a server on this machine that answers
 * in the hosted API's place, with a lexical reranker, and points the environment there.
 */
import { readdirSync } from "node:fs";
import { startLocalApi } from "./local-api.ts";

const [name = ""] = process.argv.slice(2);
const names = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !["demo", "node_modules"].includes(entry.name))
  .map((entry) => entry.name);

if (!names.includes(name)) {
  console.error(`Which example? One of: ${names.join(", ")}`);
  process.exitCode = 1;
} else if (process.env["QHAIGC_API_KEY"]) {
  await import(`./${name}/main.ts`);
} else {
  const api = await startLocalApi();
  process.env["QHAIGC_API_KEY"] = "sk-local";
  process.env["QHAIGC_BASE_URL"] = api.baseURL;
  console.log("No QHAIGC_API_KEY: a lexical reranker on this machine answers in place of the hosted one.\n");
  try {
    await import(`./${name}/main.ts`);
  } finally {
    await api.close();
  }
}
