// The LangChain adapter on the oldest @langchain/core that it allows: installs it here, checks the adapter's types
// against it, and runs the adapter's own tests, the conformance suite and the recipes that this release has.
import { install, typeCheck, vitest } from "../support/suite.mjs";

install(new URL(".", import.meta.url));
typeCheck("test/langchain-floor");
vitest(["--config", "test/langchain-floor/vitest.config.ts"]);
