// Runs in every runtime: it may use what all of them have, and nothing else.

/** Checks the built core against a server of run.mjs; returns how many checks passed, and throws at the first that fails. */
export async function check(core, origin, closedOrigin) {
  const { createReranker, rankItems, RerankError, TimeoutError, AuthenticationError, ConnectionError } = core;
  const apiKey = "sk-7Qm2vXw9KpLr4Tz8";
  const query = "which treefrog carries tadpoles";
  const documents = ["zebra crossings 0.25", "glass frogs 0.75", "poison frogs 0.5"];
  const create = (path, options) => createReranker({ apiKey, baseURL: `${origin}/${path}/v1`, ...options });
  let passed = 0;

  const assert = (isRight, what) => {
    if (!isRight) throw new Error(`not so: ${what}`);
    passed++;
  };
  const failure = async (call) => {
    try {
      await call;
    } catch (error) {
      return error;
    }
    throw new Error("the call must fail");
  };
  const isSecret = (error) =>
    [apiKey, "treefrog", "zebra"].some((secret) => `${error} ${error.stack} ${JSON.stringify(error)}`.includes(secret));

  const { results, usage } = await create("scores").rerank({ query, documents, topN: 2 });
  assert(JSON.stringify(results.map(({ index }) => index)) === "[1,2]", "the two best come first");
  assert(usage.requests === 1 && usage.totalTokens === 30, "usage is read");

  const ranked = await rankItems(create("gzip", { maxDocumentsPerRequest: 1 }), {
    query,
    items: documents,
    text: (text) => text,
  });
  assert(ranked.items[0].item === documents[1] && ranked.usage.requests === 3, "a split call over gzip is merged");

  const events = [];
  await create("busy-once", { onEvent: (event) => events.push(event.type) }).rerank({ query, documents });
  assert(events.join() === "request,retry,request,response", "a busy server is asked again");

  const refusedKey = await failure(create("unauthorized").rerank({ query, documents }));
  assert(AuthenticationError.isInstance(refusedKey) && refusedKey.status === 401, "401 is an AuthenticationError");
  assert(!isSecret(refusedKey), "an error shows neither key nor text");

  const late = await failure(create("silent", { maxRetries: 0, timeoutMs: 80 }).rerank({ query, documents }));
  assert(TimeoutError.isInstance(late) && late.isRetryable, "silence is a TimeoutError");
  const stalled = await failure(create("stalled", { maxRetries: 0, timeoutMs: 80 }).rerank({ query, documents }));
  assert(TimeoutError.isInstance(stalled), "a stalled body is a TimeoutError");

  const controller = new AbortController();
  const reason = { why: "the user left" };
  const aborted = failure(create("silent").rerank({ query, documents }, { signal: controller.signal }));
  setTimeout(() => controller.abort(reason), 30);
  assert((await aborted) === reason, "an abort ends the call with its own reason");

  for (const [title, call] of [
    ["a refused connection", createReranker({ baseURL: closedOrigin, maxRetries: 0 }).rerank({ query, documents })],
    ["a reset connection", create("reset", { maxRetries: 0 }).rerank({ query, documents })],
  ]) {
    const error = await failure(call);
    assert(
      ConnectionError.isInstance(error) && error.isRetryable,
      `${title} is a ConnectionError to retry: ${error.message}`,
    );
  }

  const moved = await failure(create("moved").rerank({ query, documents }));
  assert(
    RerankError.isInstance(moved) && moved.message.includes("redirects"),
    `a redirect is not followed: ${moved.message}`,
  );

  let refusal;
  try {
    createReranker({ apiKey, dispatcher: { dispatch: () => true } });
  } catch (error) {
    refusal = error;
  }
  assert(refusal?.message.includes("dispatcher is for Node alone"), "this is the web path");
  return passed;
}
