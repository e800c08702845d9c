/** What `work` comes to, or a rejection with the signal's own reason as soon as it fires. */
export async function untilAborted<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work();
  signal.throwIfAborted();
  // A batch shares one signal, and Node.js warns of a leak when more than ten listen to the same one.
  const own = AbortSignal.any([signal]);
  const settled = new AbortController();
  const aborted = new Promise<never>((_resolve, reject) => {
    own.addEventListener("abort", () => reject(signal.reason), { once: true, signal: settled.signal });
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    settled.abort();
  }
}
