// Cloudflare's workerd: bundled by run.mjs.
import * as core from "../../packages/core/dist/index.js";
import { check } from "./program.mjs";

let shared;

/** Calls of one reranker from handlers that do not wait for them, and then from one that does. */
async function leave(origin, isLast) {
  shared ??= core.withCache(
    core.createReranker({ apiKey: "none", baseURL: `${origin}/slow/v1`, maxConcurrency: 2, timeoutMs: 500 }),
  );
  const calls = ["a 0.5", "b 0.5", "c 0.5"].map((text) => shared.rerank({ query: "q", documents: [text] }));
  if (isLast) await Promise.all(calls);
  return new Response("left");
}

export default {
  async fetch(request) {
    const { searchParams, pathname } = new URL(request.url);
    try {
      if (pathname !== "/") return await leave(searchParams.get("origin"), pathname === "/wait");
      return new Response(`PASSED ${await check(core, searchParams.get("origin"), searchParams.get("closed"))}`);
    } catch (error) {
      return new Response(String(error), { status: 500 });
    }
  },
};
