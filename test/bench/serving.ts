/** (i) Requests a second of the server, beside a bare `node:http` handler that parses the same JSON. */
import { Pool } from "undici";
import { compare, printTable, startServer, textsOf } from "./measure.ts";

const [bare, ours] = await Promise.all([startServer(), startServer({}, "rerank-server.ts")]);
for (const [count, length] of [
  [3, 50],
  [50, 500],
] as const) {
  const body = JSON.stringify({
    model: "m",
    query: "What does a call cost?",
    documents: textsOf(count, length),
    top_n: 3,
  });
  const flood = (url: string) => {
    const pool = new Pool(url, { connections: 16 });
    const headers = { "content-type": "application/json" };
    const send = async () => (await pool.request({ path: "/v1/rerank", method: "POST", headers, body })).body.json();
    return () => Promise.all(Array.from({ length: 200 }, send));
  };
  const rows = await compare(
    [
      { name: "bare node:http handler", run: flood(bare.url) },
      { name: "@rankwire/server", run: flood(ours.url) },
    ],
    20,
    5,
  );
  printTable(`(i) 200 requests, 16 at a time, ${count} documents of ${length} characters`, rows);
  for (const { name, medianMs } of rows) console.log(`  ${name}: ${Math.round(200_000 / medianMs)} requests a second`);
}
bare.close();
ours.close();
process.exit();
