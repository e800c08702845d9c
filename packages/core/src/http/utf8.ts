/** Bytes of a slab, from which bodies are cut. */
const slabSize = 1024 * 1024;
/** UTF-8 takes at most so many bytes for a UTF-16 code unit. */
const bytesPerUnit = 3;

let slab = Buffer.alloc(0);
let used = 0;

/**
 * The UTF-8 bytes of a text, each of them written once and never again, as a socket may hold them for long.
 * `Buffer.from()` counts a text's bytes before it writes them, and allocates for each text: six times as long for the
 * passages of a request.
 */
export function utf8(text: string): Buffer {
  const most = bytesPerUnit * text.length;
  if (most > slabSize / 4) return Buffer.from(text);
  if (most > slab.length - used) {
    slab = Buffer.allocUnsafeSlow(slabSize);
    used = 0;
  }
  const start = used;
  used += slab.write(text, start);
  return slab.subarray(start, used);
}
