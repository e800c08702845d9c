import { suiteConfig } from "../support/suite-config.ts";

// The adapter's sources too: all contestants have the same LangChain.
export default suiteConfig(new URL("run.mjs", import.meta.url), /^@langchain\/core(?:\/|$)/u, ["test/peers/*.test.ts"]);
