/** What went wrong on one line: the messages of an error and of its causes, without the key should one hold it. */
export function describeError(error: unknown, apiKey: string | undefined): string {
  const messages: string[] = [];
  for (let cause = error; cause !== undefined && messages.length < 5;) {
    const message = (cause instanceof Error ? cause.message : String(cause)).trim();
    if (message !== "" && !messages.some((earlier) => earlier.includes(message))) messages.push(message);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  const text = messages.join(" – ").replaceAll(/\s*\n\s*/gu, " ");
  return apiKey ? text.replaceAll(apiKey, "…") : text;
}
