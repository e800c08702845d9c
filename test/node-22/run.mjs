// The frameworks that need Node 22, or that are too heavy for the default install: installs them here and runs their
// suites, under Node 22 from npm where this Node is older.
import { install, isNode22, node22, run, vitest } from "../support/suite.mjs";

const config = ["--config", "test/node-22/vitest.config.ts"];

if (!isNode22)
  console.log(`This is Node ${process.versions.node}; ai 7 and Mastra need 22.13: running with node@22 from npm.`);
install(new URL(".", import.meta.url));
run("name the Node that runs the suites", [...node22, "--version"]);
vitest(config, { node: node22 });
// Genkit runs on the oldest Node of this repository as well.
if (!isNode22) vitest([...config, "test/node-22/genkit"]);
