/** (h) The lexical reranker beside libraries that have to index the candidates before they can search them. */
import { lexicalReranker } from "@rankwire/local";
import lunr from "lunr";
import MiniSearch from "minisearch";
import { compare, printTable, textsOf } from "./measure.ts";

const reranker = lexicalReranker();
const query = "What does a retrieval call cost?";

for (const [count, length] of [
  [50, 500],
  [1000, 500],
] as const) {
  const documents = textsOf(count, length);
  const rows = await compare(
    [
      {
        name: "MiniSearch",
        run: async () => {
          const index = new MiniSearch({ fields: ["text"] });
          index.addAll(documents.map((text, id) => ({ id, text })));
          return index.search(query);
        },
      },
      {
        name: "lunr",
        run: async () => {
          const index = lunr(function build() {
            this.ref("id");
            this.field("text");
            for (const [id, text] of documents.entries()) this.add({ id, text });
          });
          return index.search("retrieval call cost");
        },
      },
      { name: "@rankwire/local", run: () => reranker.rerank({ query, documents }) },
    ],
    count > 100 ? 10 : 60,
    5,
  );
  printTable(`(h) ${count} documents of ${length} characters, ranked from nothing`, rows);
  const ours = rows.at(-1)?.medianMs ?? Number.NaN;
  console.log(`  ${Math.round((count / ours) * 1000).toLocaleString("en")} documents a second`);
}
