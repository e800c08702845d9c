// Runs in the project, under every runtime: `main.mjs require <package> …` or `main.mjs import <package> …`. Prints how
// much has passed; whatever fails is thrown.
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";

const [how, ...names] = process.argv.slice(2);
const require = createRequire(import.meta.url);
let passed = 0;

for (const name of names) {
  const module = how === "require" ? require(name) : await import(name);
  if (!Object.values(module).some((value) => typeof value === "function")) throw new Error(`${name} exports nothing`);
  passed++;
}
if (how === "require" && existsSync(new URL("compiled/langchain.cjs", import.meta.url))) {
  await require("./compiled/langchain.cjs")();
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
