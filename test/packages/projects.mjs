import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { here, output, packages, root } from "./tools.mjs";

/** The newest frameworks that this suite is meant for, on every Node that it runs. */
const newest = {
  "@llamaindex/core": "0.6.22",
  "@langchain/classic": "^1.0.0",
  "@langchain/core": "^1.0.0",
  "@tanstack/ai": "~0.58.0",
  ai: "^6.0.0",
  llamaindex: "0.12.1",
};

/** The newest of those that need Node 22, or that are tested there. */
const newestOnNode22 = { "@mastra/core": "1.71.0", "@mastra/rag": "2.6.4", ai: "7.0.173", genkit: "1.42.0" };

/** The oldest that the peer ranges name. */
const oldest = {
  "@llamaindex/core": "0.6.0",
  "@langchain/classic": "1.0.0",
  "@langchain/core": "1.0.0",
  "@tanstack/ai": "0.58.0",
  ai: "6.0.0",
};

/** The projects that the tarballs are installed in; `on` names the runtimes, all of them where it is missing. */
export const projects = [
  { name: "core alone", members: ["core"], frameworks: {} },
  { name: "newest frameworks", members: packages, frameworks: newest },
  {
    name: "newest frameworks on Node 22",
    members: ["core", "ai-sdk", "genkit", "mastra"],
    frameworks: newestOnNode22,
    fence: "ts node-22",
    on: ["Node 22", "Node 24", "Node 26"],
  },
  {
    name: "oldest frameworks and dependencies",
    members: packages,
    frameworks: oldest,
    isOldest: true,
  },
];

/** Overrides that hold a package's own dependencies at the lowest versions that its ranges allow. */
function lowest(tarball) {
  const { dependencies = {} } = JSON.parse(output(["tar", "-xzOf", tarball, "package/package.json"]));
  const own = Object.entries(dependencies).filter(([name]) => !name.startsWith("@rankwire/"));
  return Object.fromEntries(own.map(([name, range]) => [name, range.replace(/^(?:[~^]|>=)/u, "")]));
}

/** Makes an empty project with nothing but the tarballs and the frameworks in it. */
export function createProject(folder, tarballs, { members, frameworks, fence, isOldest = false }) {
  mkdirSync(folder);
  const dependencies = {
    "@types/node": "^20.19.0",
    ...frameworks,
    ...Object.fromEntries(members.map((name) => [`@rankwire/${name}`, `file:${tarballs[name]}`])),
  };
  const manifest = { name: "project", private: true, type: "module", dependencies };
  const overrides = {
    // LangChain's classic package brings a newer one for itself, which wants Node 22.
    "@langchain/openai": isOldest ? "1.0.0" : "~1.4.7",
    ...(isOldest ? Object.fromEntries(members.map((name) => [`@rankwire/${name}`, lowest(tarballs[name])])) : {}),
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ ...manifest, overrides }));
  output(["npm", "install", "--no-audit", "--no-fund", "--loglevel=error"], folder);
  cpSync(join(here, "consumer"), folder, { recursive: true });
  mkdirSync(join(folder, "snippets"));
  for (const [name, code] of members.flatMap((member) => snippetsOf(member, fence))) {
    // The oldest core of LlamaIndex.TS is there without the package that stands over it.
    const adapted = isOldest ? code.replace('from "llamaindex"', 'from "@llamaindex/core/schema"') : code;
    writeFileSync(join(folder, "snippets", name), adapted);
  }
}

/** The first `ts` block of a package's README, plain or fenced as `fence`; all of core's. */
function snippetsOf(name, fence = "ts") {
  const text = readFileSync(join(root, "packages", name, "README.md"), "utf8");
  const blocks = [...text.matchAll(/^```(ts(?: [\w-]+)?)\n([\s\S]*?)^```$/gmu)]
    .filter(([, kind]) => kind === "ts" || kind === fence)
    .map(([, , code]) => `${code}\nexport {};\n`);
  return blocks.slice(0, name === "core" ? Infinity : 1).map((code, place) => [`${name}-${place + 1}.ts`, code]);
}
