// Runs in the project, under every runtime: `main.mjs require <package> …` or `main.mjs import <package> …`. Prints how
// much has passed; whatever fails is thrown.
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";

const [how, ...names] = process.argv.slice(2);
let passed = 0;

for (const name of names) {
  const module = how === "require" ? createRequire(import.meta.url)(name) : await import(name);
  if (!Object.values(module).some((value) => typeof value === "function")) throw new Error(`${name} exports nothing`);
  passed++;
}
if (how === "require" && names.includes("@rankwire/langchain")) {
  await createRequire(import.meta.url)("./compiled/langchain.cjs").done;
  passed++;
}
if (how === "import") {
  const snippets = new URL("compiled/snippets/", import.meta.url);
  for (const file of readdirSync(snippets).filter((file) => file.endsWith(".js"))) {
    await import(new URL(file, snippets).href).catch((error) => {
      throw new Error(`${file} failed`, { cause: error });
    });
    passed++;
  }
}
console.log(`PASSED ${passed}`);
