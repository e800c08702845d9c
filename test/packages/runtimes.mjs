import { tool } from "./tools.mjs";

const node = (version) => ["npx", "-y", "-p", `node@${version}`, "node"];

/** The commands that run a module, by their runtimes' names. */
export const runtimes = {
  "Node 20.19.0": node("20.19.0"),
  "Node 22": node("22"),
  "Node 24": node("24"),
  "Node 26": node("26"),
  Bun: [tool("bun")],
  Deno: [tool("deno"), "run", "--allow-all", "--node-modules-dir=manual", "--no-lock"],
};
