// The web example in a real browser: installs Chromium from Debian's packages where it is missing.
import { existsSync } from "node:fs";
import { install, installFromDebian, typeCheck, vitest } from "../support/suite.mjs";

if (!existsSync("/usr/bin/chromium")) installFromDebian("chromium");
install(new URL(".", import.meta.url));
typeCheck("test/web");
vitest(["--config", "vitest.suites.config.ts", "test/web"]);
