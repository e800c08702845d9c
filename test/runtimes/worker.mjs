// Cloudflare's workerd: bundled by run.mjs.
import * as core from "../../packages/core/dist/index.js";
import { check } from "./program.mjs";

export default {
  async fetch(request) {
    const { searchParams } = new URL(request.url);
    try {
      return new Response(`PASSED ${await check(core, searchParams.get("origin"), searchParams.get("closed"))}`);
    } catch (error) {
      return new Response(String(error), { status: 500 });
    }
  },
};
