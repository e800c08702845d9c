import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { here, output, packages, root } from "./tools.mjs";

/** The newest frameworks that this suite is meant for, on every Node that it runs. */
const newest = {
  "@llamaindex/core": "0.6.22",
  "@langchain/core": "^1.0.0",
  "@tanstack/ai": "~0.58.0",
  ai: "^6.0.0",
  llamaindex: "0.12.1",
};

/** The oldest that the peer ranges name. */
const oldest = { "@llamaindex/core": "0.6.0", "@langchain/core": "1.0.0", "@tanstack/ai": "0.58.0", ai: "6.0.0" };

/** The projects that the tarballs are installed in; `on` names the runtimes, all of them where it is missing. */
export const projects = [
  { name: "core alone", members: ["core"], frameworks: {} },
  { name: "newest frameworks", members: packages, frameworks: newest },
  {
    name: "oldest frameworks and dependencies",
    members: packages,
    frameworks: oldest,
    isOldest: true,
    on: ["Node 20.19.0", "Node 26"],
  },
];

/** Overrides that hold a package's own dependencies at the lowest versions that its ranges allow. */
function lowest(tarball) {
  const { dependencies = {} } = JSON.parse(output(["tar", "-xzOf", tarball, "package/package.json"]));
  const own = Object.entries(dependencies).filter(([name]) => !name.startsWith("@rankwire/"));
  return Object.fromEntries(own.map(([name, range]) => [name, range.replace(/^(?:[~^]|>=)/u, "")]));
}

/** Makes an empty project with nothing but the tarballs and the frameworks in it. */
export function createProject(folder, tarballs, { members, frameworks, isOldest = false }) {
  mkdirSync(folder);
  const dependencies = {
    "@types/node": "^20.19.0",
    ...frameworks,
    ...Object.fromEntries(members.map((name) => [`@rankwire/${name}`, `file:${tarballs[name]}`])),
  };
  const manifest = { name: "project", private: true, type: "module", dependencies };
  const overrides = isOldest
    ? Object.fromEntries(members.map((name) => [`@rankwire/${name}`, lowest(tarballs[name])]))
    : {};
  writeFileSync(join(folder, "package.json"), JSON.stringify({ ...manifest, overrides }));
  output(["npm", "install", "--no-audit", "--no-fund", "--loglevel=error"], folder);
  cpSync(join(here, "consumer"), folder, { recursive: true });
  mkdirSync(join(folder, "snippets"));
  for (const [name, code] of members.flatMap(snippetsOf)) {
    // The oldest core of LlamaIndex.TS is there without the package that stands over it.
    const adapted = isOldest ? code.replace('from "llamaindex"', 'from "@llamaindex/core/schema"') : code;
    writeFileSync(join(folder, "snippets", name), adapted);
  }
}

/** The first plain `ts` block of a package's README; all of core's. */
function snippetsOf(name) {
  const text = readFileSync(join(root, "packages", name, "README.md"), "utf8");
  const blocks = [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gmu)].map(([, code]) => `${code}\nexport {};\n`);
  return blocks.slice(0, name === "core" ? Infinity : 1).map((code, place) => [`${name}-${place + 1}.ts`, code]);
}
