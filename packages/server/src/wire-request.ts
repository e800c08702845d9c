import { z } from "zod";
import { HttpError } from "./http-error.ts";

/** The body of a rerank request, as the endpoint's documentation has it. */
export interface WireRequest {
  readonly model: string;
  readonly query: string;
  readonly documents: readonly string[];
  readonly top_n?: number | undefined;
}

function must(rule: string): (issue: { readonly input?: unknown }) => string {
  return ({ input }) => (input === undefined ? "is missing; it is required" : `must be ${rule}`);
}

const schema: z.ZodType<WireRequest> = z.object(
  {
    model: z.string({ error: must("a string") }).min(1, "must not be empty"),
    query: z.string({ error: must("a string") }).regex(/\S/u, "must not be blank"),
    // One issue for the first document that is wrong: an issue each would cost more than the body itself.
    documents: z.custom<string[]>(Array.isArray, { error: must("an array of strings") }).check(({ value, issues }) => {
      const index = value.findIndex((document) => typeof document !== "string");
      if (index !== -1) issues.push({ code: "custom", input: value, path: [index], message: "must be a string" });
    }),
    top_n: z
      .number({ error: must("an integer of at least 1, or left out for all") })
      .refine((top) => Number.isInteger(top) && top >= 1, "must be an integer of at least 1, or left out for all")
      // Larger than any list means the list, also where it is more than a number can be exact about.
      .transform((top) => Math.min(top, Number.MAX_SAFE_INTEGER))
      .optional(),
  },
  { error: must("a JSON object") },
);

/**
 * The request in the text of a body. Fields that the documentation does not name are ignored.
 *
 * @throws HttpError 400 that names the field and the rule, and 413 for too many documents.
 */
export function parseWireRequest(text: string, maxDocuments: number): WireRequest {
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const param = fieldName(issue?.path ?? []);
    const message = `${param ?? "the body"} ${issue?.message ?? "is not a rerank request"}`;
    throw new HttpError(400, { code: "invalid_request", message, param });
  }
  const { documents } = parsed.data;
  if (documents.length > maxDocuments) {
    const message = `documents holds ${documents.length} texts; at most ${maxDocuments} are taken in one request`;
    throw new HttpError(413, { code: "too_many_documents", message, param: "documents" });
  }
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the body, so it is neither passed on nor kept as the cause.
    throw new HttpError(400, { code: "invalid_json", message: "the body is not valid JSON" });
  }
}

function fieldName(path: readonly PropertyKey[]): string | undefined {
  if (path.length === 0) return undefined;
  return path
    .map((part, depth) => (typeof part === "number" ? `[${part}]` : `${depth > 0 ? "." : ""}${String(part)}`))
    .join("");
}
