import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { here, output, root } from "./tools.mjs";

const compilers = {
  "TypeScript 5.9": join(here, "node_modules/typescript-5/bin/tsc"),
  "TypeScript 7": join(root, "node_modules/typescript/bin/tsc"),
};
const modes = {
  nodenext: { module: "nodenext" },
  bundler: { module: "esnext", moduleResolution: "bundler" },
};
/** What programs that are compiled to CommonJS are checked under, which not every compiler knows. */
const commonJsModes = {
  "TypeScript 5.9": [{ module: "commonjs", moduleResolution: "node10" }],
  "TypeScript 7": [{ module: "commonjs", moduleResolution: "bundler" }],
};

/**
 * Checks a user's program against the published declarations, in every mode and with the oldest and the newest compiler,
 * the declarations themselves too; then the snippets, which it compiles for the runtimes to run. Throws what is wrong.
 */
export function typeCheck(folder, { members, isOldest = false }) {
  const strict = { lib: ["es2023"], strict: true, exactOptionalPropertyTypes: true, target: "es2022", types: ["node"] };
  const run = (tsc, compilerOptions, include) => {
    const config = join(folder, "tsconfig.json");
    writeFileSync(config, JSON.stringify({ compilerOptions: { ...strict, ...compilerOptions }, include }));
    output([process.execPath, tsc, "-p", config], folder);
    rmSync(config);
  };
  if (members.includes("server")) {
    for (const tsc of Object.values(compilers)) {
      run(tsc, { ...modes.nodenext, noEmit: true, skipLibCheck: false }, ["consumer.ts", "required.cts"]);
      run(tsc, { ...modes.bundler, noEmit: true, skipLibCheck: false }, ["consumer.ts"]);
    }
  }
  // Some frameworks' own declarations do not stand such a check.
  const hasLangChain = members.includes("langchain");
  for (const [name, tsc] of hasLangChain ? Object.entries(compilers) : []) {
    for (const mode of [modes.nodenext, { module: "node16" }, ...commonJsModes[name]]) {
      // The oldest LangChain is not found by TypeScript's oldest way of looking.
      if (isOldest && mode.moduleResolution === "node10") continue;
      run(tsc, { ...mode, noEmit: true, skipLibCheck: true }, ["langchain.cts"]);
    }
  }
  // The oldest core of LlamaIndex.TS is there without the package that is imported.
  const hasLlamaIndex = members.includes("llamaindex") && !isOldest;
  for (const [name, tsc] of hasLlamaIndex ? Object.entries(compilers) : []) {
    for (const mode of [modes.nodenext, ...commonJsModes[name]])
      run(tsc, { ...mode, noEmit: true, skipLibCheck: true }, ["llamaindex.cts"]);
  }
  run(compilers["TypeScript 7"], { ...modes.bundler, noEmit: true, skipLibCheck: true }, ["snippets"]);
  const emit = { rootDir: ".", outDir: "compiled", skipLibCheck: true };
  const emitted = hasLangChain ? ["snippets", "langchain.cts"] : ["snippets"];
  run(compilers["TypeScript 7"], { ...modes.nodenext, ...emit }, emitted);
}
