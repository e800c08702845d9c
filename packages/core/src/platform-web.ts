import type { RerankEvent } from "./events.ts";

/** There is no diagnostics channel on the web. */
export function publish(_event: RerankEvent): void {}
