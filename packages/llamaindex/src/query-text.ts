import { InvalidRequestError } from "@rankwire/core";
import type { MessagePart, QueryLike } from "./framework-types.ts";

/** The text of a question: its text parts with a blank line between them, as the framework joins them. */
export function queryText(query: QueryLike | undefined): string {
  if (query === undefined || query === null) return "";
  if (typeof query === "string") return query;
  if (isParts(query)) return query.flatMap(textOfPart).join("\n\n");
  if (typeof query === "object" && "query" in query) return queryText(query.query);
  throw new InvalidRequestError("query must be a string, the parts of a message, or a query bundle");
}

/**
 * Refuses what is not a question, with the call that leads to it.
 *
 * @param asked - The text before `transformQuery` changed it.
 * @throws InvalidRequestError for a blank text, and for the one that the framework makes of a call without a query.
 */
export function checkQueryText(text: string, query: QueryLike | undefined, asked: string = text): void {
  if (isQuestion(text)) return;
  if (typeof text !== "string" || isQuestion(asked))
    throw new InvalidRequestError("transformQuery returned no question; it must return a text");
  if (text === "undefined") {
    throw new InvalidRequestError(
      'the query is the word "undefined": LlamaIndex makes it of engine.query("…"), which takes an object. Call engine.query({ query: "…" })',
    );
  }
  if (typeof query === "object" && isParts(query) && query.length > 0) {
    throw new InvalidRequestError(
      "the query has no text: images and files are not sent to a reranker. Add a text part, or describe them with transformQuery",
    );
  }
  throw new InvalidRequestError(
    `the query is ${query === undefined || query === null ? "missing" : "blank"}: call engine.query({ query: "…" }), chatEngine.chat({ message: "…" }) or postprocessNodes(nodes, "…")`,
  );
}

function isQuestion(text: unknown): boolean {
  return typeof text === "string" && text.trim() !== "" && text !== "undefined";
}

function isParts(query: QueryLike): query is readonly MessagePart[] {
  return Array.isArray(query);
}

function textOfPart(part: MessagePart | undefined): string[] {
  return part?.type === "text" && typeof part["text"] === "string" ? [part["text"]] : [];
}
