import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { type HttpRequest, type HttpResponse, isSuccess } from "./transport.ts";
import { bodyLimitError, decodingError } from "./transport-errors.ts";

/** Unpacks a body. */
export type Decoder = (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const decoders = new Map<string, Decoder>([
  ["br", promisify(brotliDecompress)],
  ["deflate", promisify(inflate)],
  ["gzip", promisify(gunzip)],
  ["x-gzip", promisify(gunzip)],
]);

/** What unpacks the body of a response with these headers; `undefined` where nothing is packed. */
export function decoderOf(headers: HttpResponse["headers"]): Decoder | undefined {
  return decoders.get(headers["content-encoding"]?.trim().toLowerCase() ?? "");
}

/**
 * A body unpacked; that of a failure, of which the status counts, is empty where it cannot be.
 *
 * @throws InvalidResponseError when it is not what it is called, or grows too large.
 */
export async function decodeBody(decode: Decoder, body: Buffer, request: HttpRequest, status: number): Promise<Buffer> {
  try {
    return await decode(body, { maxOutputLength: request.maxResponseBytes });
  } catch (error) {
    if (!isSuccess(status)) return Buffer.alloc(0);
    if ((error as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE") throw bodyLimitError(request, status);
    throw decodingError(error, request, status);
  }
}
