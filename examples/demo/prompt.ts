import type { RerankedPassage } from "./retrieve.ts";

/** What the language model is told before the passages. */
export const systemPrompt: string = [
  "You answer questions about the undici HTTP client for Node.js.",
  "Use the numbered passages of its manuals and nothing else.",
  "After each statement, name the passage that it comes from, like [1].",
  "If the passages do not hold the answer, say so. Be brief: at most five sentences, no headings.",
].join(" ");

/** The numbered passages and the question. */
export function passagesForPrompt(question: string, passages: readonly RerankedPassage[]): string {
  const numbered = passages.map(
    ({ pageContent, metadata }, index) => `[${index + 1}] ${metadata.file}\n${pageContent}`,
  );
  return `Passages:\n\n${numbered.join("\n\n")}\n\nQuestion: ${question}`;
}
