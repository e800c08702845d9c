// What npm's users get: packs every package, looks at each tarball, and installs them into empty projects, in which they
// are type-checked, imported, required, and run by the snippets of their READMEs, under every runtime. Beside that, what
// is seen from outside a package: its public surface, its size, and what in it nobody uses.
//
//   node test/packages/run.mjs                # everything
//   node test/packages/run.mjs --update-api   # writes packages/*/api.md
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { build, packAll, problemsOf } from "./pack.mjs";
import { createProject, projects } from "./projects.mjs";
import { runtimes } from "./runtimes.mjs";
import { here, output, readJson, root, tool } from "./tools.mjs";
import { typeCheck } from "./type-check.mjs";

let failures = 0;

/** Runs a check and prints its line. */
async function line(name, body) {
  const started = performance.now();
  try {
    const result = await body();
    console.log(`${name}: ${result ?? "passed"} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failures++;
    console.log(`${name}: FAILED: ${error.stderr || error.message}`);
  }
}

/** Fails with a list of problems when there are any. */
function none(problems) {
  if (problems.length > 0) throw new Error(problems.join("\n  "));
}

output(["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"], here);
build();
const { checkReports } = await import("./api-report.mjs");
if (process.argv.includes("--update-api")) {
  console.log(`written: ${checkReports({ update: true }).join(", ") || "nothing, for nothing has changed"}`);
  process.exit();
}

await line("nothing unused (knip)", () => void output([tool("knip"), "--no-progress"]));
await line("size of each package (size-limit)", () => void output([tool("size-limit")], here));
await line("public surface as in packages/*/api.md", () => {
  const changed = checkReports();
  none(changed.map((name) => `@rankwire/${name} differs; see it with: node test/packages/run.mjs --update-api`));
});
await line("changesets", async () => {
  const changesets = createRequire(createRequire(join(root, "package.json")).resolve("@changesets/cli/package.json"));
  // Reads every changeset, and throws where one names a package that is not there.
  const plan = await changesets("@changesets/get-release-plan").default(root);
  const releases = plan.releases.filter(({ type }) => type !== "none");
  const versions = [...new Set(releases.map(({ newVersion }) => newVersion))];
  if (versions.length > 1) throw new Error(`packages that are released together get ${versions.join(" and ")}`);
  return versions.length === 0 ? "nothing to release" : `${releases.length} packages to release as ${versions[0]}`;
});

const work = mkdtempSync(join(tmpdir(), "packages-"));
try {
  mkdirSync(join(work, "tarballs"));
  const tarballs = packAll(join(work, "tarballs"));
  await line("content of the tarballs", () => none(Object.values(tarballs).flatMap(problemsOf)));
  for (const [name, tarball] of Object.entries(tarballs)) {
    await line(`@rankwire/${name}: publint and attw`, async () => {
      const { exports } = readJson(join(root, "packages", name, "package.json"));
      const profile = exports["."].require === undefined ? "esm-only" : "strict";
      await Promise.all([
        promisify(execFile)(tool("publint"), ["--strict", tarball]),
        promisify(execFile)(tool("attw"), ["--profile", profile, "--no-color", "--no-emoji", tarball]),
      ]).catch((error) => {
        throw new Error(`${error.stdout}${error.stderr}`, { cause: error });
      });
    });
  }
  await runProjects(tarballs);
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exit(failures === 0 ? 0 : 1);

/** Installs, type-checks and runs each project. */
async function runProjects(tarballs) {
  const fromRoot = (path) => import(pathToFileURL(join(root, path)).href);
  const { createRerankServer, serve } = await fromRoot("packages/server/dist/index.js");
  const { lexicalReranker } = await fromRoot("packages/local/dist/index.js");
  const server = createRerankServer({ reranker: lexicalReranker(), apiKeys: ["sk-test"] });
  const { url, close } = await serve(server, { port: 0 });
  const env = { ...process.env, QHAIGC_API_KEY: "sk-test", QHAIGC_BASE_URL: `${url}/v1` };

  for (const [place, project] of projects.entries()) {
    const folder = join(work, `project-${place}`);
    await line(`${project.name}: install`, () => createProject(folder, tarballs, project));
    await line(`${project.name}: type-check`, () => typeCheck(folder, project));
    const names = project.members.map((name) => `@rankwire/${name}`);
    for (const [runtime, [command, ...args]] of Object.entries(runtimes)) {
      if (project.on !== undefined && !project.on.includes(runtime)) continue;
      await line(`${project.name}: ${runtime}`, async () => {
        const counts = [];
        for (const how of ["require", "import"]) {
          const all = [...args, "main.mjs", how, ...names];
          const { stdout } = await promisify(execFile)(command, all, { cwd: folder, env, timeout: 120_000 });
          const [, count] = /^PASSED (\d+)$/mu.exec(stdout) ?? [];
          if (count === undefined) throw new Error(`${how} did not reach its end: ${stdout}`);
          counts.push(count);
        }
        return `${counts[0]} required, ${counts[1]} imported or run`;
      });
    }
  }
  await close();
}
