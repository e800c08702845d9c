import { join } from "node:path";
import { readJson, root } from "./tools.mjs";

// How large each package's own code may be, minified and compressed with brotli, its dependencies left out. Raise a
// limit where the growth is worth what every user downloads.
const limits = {
  "ai-sdk": "2 kB",
  core: "23.5 kB",
  genkit: "1.2 kB",
  langchain: "3.1 kB",
  llamaindex: "3.6 kB",
  local: "11 kB",
  mastra: "1.1 kB",
  server: "5 kB",
  "tanstack-ai": "1.1 kB",
};

export default Object.entries(limits).map(([name, limit]) => {
  const folder = join(root, "packages", name);
  const { dependencies, peerDependencies } = readJson(join(folder, "package.json"));
  return {
    name: `@rankwire/${name}`,
    path: join(folder, "dist/index.js"),
    limit,
    ignore: Object.keys({ ...dependencies, ...peerDependencies }),
    modifyEsbuildConfig: (config) => ({ ...config, platform: "node" }),
  };
});
