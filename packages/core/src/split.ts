/** A run of consecutive documents, for one request. */
export interface Part {
  /** Position of the first document. */
  readonly start: number;
  /** Position after the last document. */
  readonly end: number;
}

/**
 * Splits documents into as few consecutive parts as the limits allow, of about equal length. A document that is above
 * the character limit on its own is a part on its own.
 */
export function splitDocuments(
  documents: readonly string[],
  queryLength: number,
  maxDocuments: number,
  maxCharacters: number,
): readonly Part[] {
  const parts: Part[] = [];
  // 101 documents at 100 a request go as 51 and 50: the slower of the two decides how long the call takes.
  const even = Math.ceil(documents.length / Math.ceil(documents.length / maxDocuments));
  let start = 0;
  let characters = 0;
  for (let index = 0; index < documents.length; index++) {
    const size = queryLength + (documents[index] as string).length;
    if (index > start && (index - start >= even || characters + size > maxCharacters)) {
      parts.push({ start, end: index });
      start = index;
      characters = 0;
    }
    characters += size;
  }
  parts.push({ start, end: documents.length });
  return parts;
}
