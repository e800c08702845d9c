// The comparison with the vendors' rerankers that the root README shows: installs them here, in the versions that
// package.json names, and tries each property on them and on the adapters. Under Node 22 from npm where this Node is
// older, since the newest AI SDK needs it.
import { install, node22, typeCheck, vitest } from "../support/suite.mjs";

install(new URL(".", import.meta.url));
typeCheck("test/peers");
vitest(["--config", "test/peers/vitest.config.ts"], { node: node22 });
