import { repeatsAny } from "../repeats.ts";
import { isOpen } from "../secrets.ts";
import { isCode, type HttpRequest } from "./transport.ts";

/** The fields of errors that platforms throw. None of them holds what was sent. */
const plainFields: ReadonlySet<string> = new Set([
  "address",
  "cause",
  "code",
  "errno",
  "errors",
  "hostname",
  "message",
  "name",
  "port",
  "socket",
  "stack",
  "syscall",
]);
/** Nothing is copied deeper than this. */
const maxDepth = 5;

/**
 * What a caller's `fetch` or `dispatcher` threw, fit to stand as the cause of an error: itself, unless it or what caused
 * it has fields beyond those of the platform, where clients keep the request with its key, or a name, message or stack
 * that repeats what was sent. Then a copy without these; `undefined` for what is no `Error`.
 */
export function causeWithoutRequest(thrown: unknown, request: HttpRequest): Error | undefined {
  return fit(thrown, request, maxDepth);
}

function fit(thrown: unknown, request: HttpRequest, depth: number): Error | undefined {
  if (!(thrown instanceof Error) || depth === 0) return undefined;
  const cause = fit(thrown.cause, request, depth - 1);
  const isPlain = Reflect.ownKeys(thrown).every((key) => typeof key === "string" && plainFields.has(key));
  const { texts, keys } = request.sent();
  const values = Object.entries(request.headers).flatMap(([name, value]) => (isOpen(name) ? [] : value.split(" ")));
  const isSent = (shown: string): boolean => repeatsAny(shown, [...texts, ...values], keys);
  const isQuoting = isSent(`${thrown.name} ${thrown.message} ${thrown.stack ?? ""}`);
  if (isPlain && !isQuoting && cause === thrown.cause && !("errors" in thrown)) return thrown;
  const copy = new Error(isQuoting ? "the message is withheld, since it repeats what was sent" : thrown.message);
  const { name, code } = thrown as { readonly name: string; readonly code?: unknown };
  if (!isSent(name)) Object.defineProperty(copy, "name", { value: name, configurable: true, writable: true });
  if (isCode(code)) Object.assign(copy, { code });
  if (cause !== undefined) copy.cause = cause;
  return copy;
}
