/** Scores shared by all instances of an application, in Redis. Set REDIS_URL; without it, this process's memory. */
import { createReranker, withCache } from "@rankwire/core";
import { Keyv } from "keyv";

const url = process.env["REDIS_URL"];
// Any Keyv store does: Redis, Valkey, PostgreSQL, SQLite. `npm install @keyv/redis` for this one.
const adapter = "@keyv/redis";
const redis = url === undefined ? undefined : new (await import(adapter)).default(url);
const store = new Keyv(redis === undefined ? {} : { store: redis });

const reranker = withCache(createReranker(), {
  store,
  ttlMs: 60_000,
  onEvent: (event) => {
    if (event.type === "cache" && event.storeError !== undefined) console.error(event.storeError.message);
  },
});
const documents = ["Paris is the capital of France.", "Berlin is the capital of Germany."];
const query = "What is the capital of Germany?";

for (const run of ["first", "second"]) {
  const { results, usage } = await reranker.rerank({ query, documents });
  console.log(run, documents[results[0]?.index ?? 0], usage);
}
// A client that cannot connect goes on trying for ever.
setTimeout(() => process.exit(), 1000).unref();
await store.disconnect();
