// Bun and Deno: the runtime itself chooses the path through the conditions of core's package.json.
import * as core from "../../packages/core/dist/index.js";
import { check } from "./program.mjs";

const [origin, closedOrigin] = process.argv.slice(2);
console.log(`PASSED ${await check(core, origin, closedOrigin)}`);
