import { HttpError } from "./http-error.ts";

/**
 * The body of a request as text, at most `maxBodyBytes` of it: a longer one is refused by its `Content-Length`, or as
 * soon as the bytes that came are too many.
 *
 * @throws HttpError 413 when it is longer, 415 when it is compressed, 400 when it is not UTF-8 or ends early.
 */
export async function readBody(request: Request, maxBodyBytes: number): Promise<string> {
  const encodings = (request.headers.get("content-encoding") ?? "").toLowerCase().split(",");
  if (encodings.some((name) => !["", "identity"].includes(name.trim()))) {
    const message = "the body is compressed; send it without Content-Encoding";
    throw new HttpError(415, { code: "unsupported_encoding", message });
  }
  const declared = request.headers.get("content-length");
  if (declared !== null && Number(declared) > maxBodyBytes) throw tooLarge(maxBodyBytes);
  try {
    // A declared length is enforced by every HTTP server, and reading in one piece is several times as fast.
    if (declared !== null) return decode(await request.arrayBuffer(), maxBodyBytes);
    return request.body === null ? "" : await readStream(request.body, maxBodyBytes);
  } catch (error) {
    if (error instanceof HttpError) throw error;
    const message = "the body could not be read to its end";
    throw new HttpError(400, { code: "incomplete_body", message, cause: error });
  }
}

function decode(bytes: ArrayBuffer, maxBodyBytes: number): string {
  if (bytes.byteLength > maxBodyBytes) throw tooLarge(maxBodyBytes);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  return utf8(() => decoder.decode(bytes));
}

async function readStream(body: ReadableStream<Uint8Array>, maxBodyBytes: number): Promise<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const reader = body.getReader();
  let length = 0;
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + utf8(() => decoder.decode());
      length += value.byteLength;
      if (length > maxBodyBytes) throw tooLarge(maxBodyBytes);
      text += utf8(() => decoder.decode(value, { stream: true }));
    }
  } catch (error) {
    // Not awaited: a source that never ends may never confirm, and the answer must not wait for it.
    reader.cancel().catch(() => {});
    throw error;
  }
}

function utf8(decode: () => string): string {
  try {
    return decode();
  } catch (error) {
    throw new HttpError(400, { code: "invalid_encoding", message: "the body is not valid UTF-8", cause: error });
  }
}

function tooLarge(maxBodyBytes: number): HttpError {
  const message = `the body is larger than ${maxBodyBytes} bytes; send fewer or shorter documents in one request`;
  return new HttpError(413, { code: "body_too_large", message });
}
