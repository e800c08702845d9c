import type { Backend } from "./backend.ts";
import type { Settings } from "./settings.ts";

/** The hosted API where there is a key for it, else this machine. Only the modules that are needed are loaded. */
export async function startBackend({ hosted }: Settings): Promise<Backend> {
  if (hosted !== undefined) return (await import("./hosted-backend.ts")).startHosted(hosted);
  return (await import("./offline-backend.ts")).startOffline();
}
