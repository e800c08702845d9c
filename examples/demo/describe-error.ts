/** What went wrong on one line: the messages of an error and of its causes, without the key should one hold it. */
export function describeError(error: unknown, apiKey: string | undefined): string {
  const messages: string[] = [];
  for (let cause = error; cause instanceof Error && messages.length < 5; cause = cause.cause) {
    const { message } = cause;
    if (!messages.some((earlier) => earlier.includes(message))) messages.push(message);
  }
  const text = messages.length > 0 ? messages.join(" – ") : `Something that is no error was thrown: ${typeof error}`;
  const line = text.replaceAll(/\s*\n\s*/gu, " ");
  return apiKey ? line.replaceAll(apiKey, "…") : line;
}
