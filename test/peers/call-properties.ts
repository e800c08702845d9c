import { query } from "./contestant.ts";
import { apiKey, failureOf, type Property, resultsOf, shown } from "./property.ts";
import { billed, maxDocuments } from "./vendor-server.ts";

const best = "tree frogs, score 0.9";
const texts = ["toads, score 0.2", best];

/** What becomes of requests and answers, and who is told. */
export const callProperties: readonly Property[] = [
  {
    row: "Lists longer than the server takes are split",
    holds: async ({ create, documentsOf }) => {
      const others = Array.from({ length: maxDocuments }, (_, index) => `newt ${index}, score 0.1`);
      const results = await resultsOf(create(), documentsOf([...others, best]));
      return results?.[0]?.score === 0.9;
    },
  },
  {
    row: "A busy server is asked again when its `Retry-After` says",
    holds: async ({ create, documentsOf, server }) => {
      server.failures.push({ status: 429, headers: { "retry-after": "3" } });
      const results = await resultsOf(create(), documentsOf(texts));
      const [first = 0, again = 0] = server.requests.map(({ at }) => at);
      return results?.length === 2 && again - first > 2900;
    },
  },
  {
    row: "An `AbortSignal` ends the call",
    holds: async ({ create, documentsOf, server }) => {
      const answer = server.hold();
      const arrived = server.nextRequest();
      const controller = new AbortController();
      const call = resultsOf(create(), documentsOf(texts), controller.signal);
      await arrived;
      controller.abort();
      // A call that the signal did not end gets its answer now.
      answer();
      return (await call) === undefined;
    },
  },
  {
    row: "A wrong index is an error that says so",
    holds: async ({ create, documentsOf, server }) => {
      server.tamper = (rows) => rows.map(({ index, score }) => ({ index: index + 1, score }));
      const error = await failureOf(create(), documentsOf(texts));
      return error?.message.includes("index") ?? false;
    },
  },
  {
    row: "A repeated index is an error",
    holds: async ({ create, documentsOf, server }) => {
      server.tamper = (rows) => rows.map(({ score }) => ({ index: 0, score }));
      return (await failureOf(create(), documentsOf(texts))) !== undefined;
    },
  },
  {
    row: "A missing score is an error",
    holds: async ({ create, documentsOf, server }) => {
      server.tamper = (rows) => rows.map(({ index }) => ({ index }));
      return (await failureOf(create(), documentsOf(texts))) !== undefined;
    },
  },
  {
    row: "Logging the object does not show the key",
    holds: async ({ create }) => !shown(create().held).includes(apiKey),
  },
  {
    row: "Errors show neither query nor documents",
    holds: async ({ create, documentsOf, server }) => {
      server.failures.push({ status: 400 });
      const error = await failureOf(create(), documentsOf(texts));
      return error !== undefined && ![query, best].some((secret) => shown(error).includes(secret));
    },
  },
  {
    row: "The framework's callbacks see the call",
    holds: async ({ create, documentsOf }) => {
      const instance = create();
      await instance.rank(documentsOf(texts));
      return instance.traced.length > 0;
    },
  },
  {
    row: "You are told what the call cost",
    holds: async ({ create, documentsOf }) => {
      const instance = create();
      const output = await instance.rank(documentsOf(texts));
      return shown([output, instance.traced, instance.reported]).includes(String(billed));
    },
  },
  {
    row: "The vendor's own parameters are options",
    holds: async ({ create, documentsOf, server }) => {
      try {
        await create({ vendorParameter: true }).rank(documentsOf(texts));
      } catch {
        // An option that is not known: some refuse it, some ignore it.
        return false;
      }
      const sent = new Set(server.requests.flatMap(({ body }) => Object.keys(body)));
      return ["max_tokens_per_doc", "max_chunks_per_doc", "return_input"].some((name) => sent.has(name));
    },
  },
];
