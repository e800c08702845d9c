// The built core in Bun, Deno and Cloudflare's workerd: installs them from npm into this folder, and runs one program
// in each of them against a server of this process; the lexical reranker in workerd, where requests share nothing. Wants
// `npx tsc -b tsconfig.build.json` before.
import { execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startServer } from "./server.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const run = promisify(execFile);
let failures = 0;

if (!existsSync(new URL("../../packages/core/dist/index.js", import.meta.url))) {
  console.error("packages/core is not built: run `npx tsc -b tsconfig.build.json` first");
  process.exit(1);
}
const install = ["install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
if (spawnSync("npm", install, { cwd: here, stdio: "inherit" }).status !== 0) process.exit(1);

const server = await startServer();
const closed = await startServer();
await closed.close();
const origins = [server.origin, closed.origin];

/** Runs a check and prints its line. */
async function line(name, body) {
  try {
    console.log(`${name}: ${await body()}`);
  } catch (error) {
    failures++;
    console.log(`${name}: FAILED: ${error.stderr || error.stack || error}`);
  }
}

/** The text that a runtime prints when all checks pass, in words. */
function passed(output) {
  const [, count] = /^PASSED (\d+)$/mu.exec(output) ?? [];
  if (count === undefined) throw new Error(output);
  return `${count} checks passed`;
}

/** Bundles a file as a runtime or a bundler with some export conditions would, and refuses what is of Node. */
async function bundle(conditions, entryPoint = "worker.mjs") {
  const { build } = createRequire(import.meta.url)("esbuild");
  const { outputFiles, metafile } = await build({
    absWorkingDir: here,
    entryPoints: [entryPoint],
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions,
    external: ["node:*"],
    logLevel: "silent",
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  const foreign = imports.filter(({ path, external }) => external || /node_modules.undici/u.test(path));
  if (foreign.length > 0) throw new Error(`imports ${foreign.map(({ path }) => path).join(", ")}`);
  return outputFiles[0].text;
}

/** A file in workerd. */
async function startWorker(file) {
  const { Miniflare } = createRequire(import.meta.url)("miniflare");
  return new Miniflare({ modules: true, script: await bundle(targets.workerd, file), compatibilityDate: "2025-12-01" });
}

const timeout = 120_000;
const bun = `${here}node_modules/.bin/bun`;
const deno = `${here}node_modules/.bin/deno`;

// As Wrangler, Next.js and bundlers for the browser resolve packages.
const targets = {
  workerd: ["workerd", "worker", "browser"],
  edge: ["edge-light", "worker", "browser"],
  web: ["browser"],
};

for (const [name, conditions] of Object.entries(targets)) {
  await line(`bundle for ${name}`, async () => {
    const { length } = await bundle(conditions);
    if (length > 150_000) throw new Error(`${length} bytes: something whole comes in that should be shaken out`);
    return `${Math.ceil(length / 1000)} kB minified, no import of Node's`;
  });
}
await line("bun", async () => passed((await run(bun, ["main.mjs", ...origins], { cwd: here, timeout })).stdout));
await line("node, web path", async () => {
  const args = ["--conditions=workerd", "main.mjs", ...origins];
  return passed((await run(process.execPath, args, { cwd: here, timeout })).stdout);
});
await line("deno", async () => {
  const rights = ["--allow-net", "--allow-env", "--allow-read", "--node-modules-dir=manual", "--no-lock"];
  return passed((await run(deno, ["run", ...rights, "main.mjs", ...origins], { cwd: here, timeout })).stdout);
});
await line("deno, without rights", async () => {
  const rights = ["--allow-read", "--no-prompt", "--node-modules-dir=manual", "--no-lock"];
  const { stdout } = await run(deno, ["run", ...rights, "rights.mjs", ...origins], { cwd: here, timeout });
  const [asking, creating] = stdout.split("\n");
  if (!asking.startsWith("The program may not reach the host: run Deno with --allow-net")) throw new Error(stdout);
  if (!creating.startsWith("The API key is missing: pass apiKey or set QHAIGC_API_KEY")) throw new Error(stdout);
  return "what may not be done is said";
});
await line("workerd", async () => {
  const worker = await startWorker();
  try {
    const [origin, closedOrigin] = origins;
    const response = await worker.dispatchFetch(
      `http://worker/?${new URLSearchParams({ origin, closed: closedOrigin })}`,
    );
    return passed(await response.text());
  } finally {
    await worker.dispose();
  }
});
await line("workerd, after handlers that left their calls behind", async () => {
  const worker = await startWorker();
  try {
    const call = (path) => worker.dispatchFetch(`http://worker${path}?${new URLSearchParams({ origin: origins[0] })}`);
    for (let request = 0; request < 3; request++) await (await call("/leave")).text();
    // The places that they held are free again 5 s after the 500 ms that each attempt has at most.
    await new Promise((resolve) => setTimeout(resolve, 6000));
    const text = await (await call("/wait")).text();
    if (text !== "left") throw new Error(text);
    return "places and shared requests are not lost";
  } finally {
    await worker.dispose();
  }
});
await line("workerd, the lexical reranker", async () => {
  const worker = await startWorker("lexical-worker.mjs");
  const rank = async (count) => (await worker.dispatchFetch(`http://worker/?count=${count}`)).text();
  try {
    // What a request has scheduled ends with it: those after it, and those beside it, must not wait for that.
    const answers = [await rank(3), await rank(600), ...(await Promise.all([600, 600, 3].map((count) => rank(count))))];
    if (answers.some((answer) => answer !== "2")) throw new Error(answers.join("\n"));
    return `${answers.length} requests answered`;
  } finally {
    await worker.dispose();
  }
});

await server.close();
process.exit(failures === 0 ? 0 : 1);
