/**
 * How well the lexical reranker ranks, beside plain BM25, BM25 with stems, MiniSearch and lunr: nDCG@10 on a collection
 * in the BEIR layout (corpus.jsonl, queries.jsonl, qrels.tsv), for instance Cranfield. Every query ranks the whole
 * collection.
 *
 *   tsx --conditions=@rankwire/source bench/cranfield.ts FOLDER
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stemmer } from "@orama/stemmers/english";
import { lexicalReranker } from "@rankwire/local";
import lunr from "lunr";
import MiniSearch from "minisearch";
import { ndcg } from "./ndcg.ts";

const folder = process.argv[2] ?? process.env["CRANFIELD_DIR"];
if (folder === undefined || !existsSync(join(folder, "qrels.tsv"))) {
  console.log("cranfield: no collection here, nothing measured (give its folder as an argument)");
  process.exit();
}

const lines = (name: string): string[] => readFileSync(join(folder, name), "utf8").trim().split("\n");
const records = (name: string) =>
  lines(name).map((line) => JSON.parse(line) as { _id: string; title?: string; text: string });
const corpus = records("corpus.jsonl");
const ids = corpus.map(({ _id }) => _id);
const texts = corpus.map(({ title, text }) => `${title ?? ""}\n${text}`);
const judgments = new Map<string, Map<string, number>>();
for (const line of lines("qrels.tsv").slice(1)) {
  const [query = "", document = "", gain = "0"] = line.split("\t");
  judgments.set(query, (judgments.get(query) ?? new Map<string, number>()).set(document, Number(gain)));
}
const queries = records("queries.jsonl").filter(({ _id }) =>
  [...(judgments.get(_id)?.values() ?? [])].some((gain) => gain > 0),
);

type Ranker = (query: string) => Promise<string[]> | string[];

/** BM25 with the usual parameters, over the words that Intl.Segmenter finds. */
function plainBm25(stem: (word: string) => string): Ranker {
  const segmenter = new Intl.Segmenter("en", { granularity: "word" });
  const words = (text: string): string[] =>
    [...segmenter.segment(text.toLowerCase())].flatMap(({ segment, isWordLike }) =>
      isWordLike ? [stem(segment)] : [],
    );
  const documents = texts.map((text) => words(text));
  const average = documents.reduce((sum, { length }) => sum + length, 0) / documents.length;
  const postings = new Map<string, Map<number, number>>();
  for (const [index, terms] of documents.entries()) {
    for (const term of terms) {
      const counts = postings.get(term) ?? new Map<number, number>();
      postings.set(term, counts.set(index, (counts.get(index) ?? 0) + 1));
    }
  }
  return (query) => {
    const scores = new Map<number, number>();
    for (const term of new Set(words(query))) {
      const counts = postings.get(term) ?? new Map<number, number>();
      const idf = Math.log(1 + (documents.length - counts.size + 0.5) / (counts.size + 0.5));
      for (const [index, count] of counts) {
        const length = documents[index]?.length ?? 0;
        const weight = (count * 2.2) / (count + 1.2 * (0.25 + (0.75 * length) / average));
        scores.set(index, (scores.get(index) ?? 0) + idf * weight);
      }
    }
    return [...scores].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]).map(([index]) => ids[index] ?? "");
  };
}

function miniSearch(): Ranker {
  const index = new MiniSearch({ fields: ["title", "text"], idField: "_id" });
  index.addAll(corpus);
  return (query) => index.search(query).map(({ id }) => String(id));
}

function lunrSearch(): Ranker {
  const index = lunr(function build() {
    this.ref("_id");
    this.field("title");
    this.field("text");
    for (const record of corpus) this.add(record);
  });
  const words = (query: string): string => query.replaceAll(/[^\p{L}\p{N}\s]/gu, " ");
  return (query) => index.search(words(query)).map(({ ref }) => ref);
}

function ours(): Ranker {
  const reranker = lexicalReranker();
  return async (query) => {
    const { results } = await reranker.rerank({ query, documents: texts });
    return results.map(({ index }) => ids[index] ?? "");
  };
}

const rankers: readonly (readonly [string, Ranker])[] = [
  ["BM25", plainBm25((word) => word)],
  ["BM25 with stems", plainBm25(stemmer)],
  ["MiniSearch", miniSearch()],
  ["lunr", lunrSearch()],
  ["@rankwire/local lexicalReranker", ours()],
];
console.log(`${corpus.length} documents, ${queries.length} queries, nDCG@10`);
for (const [name, rank] of rankers) {
  let sum = 0;
  for (const { _id, text } of queries) sum += ndcg(await rank(text), judgments.get(_id) ?? new Map());
  console.log(`  ${name.padEnd(33)} ${(sum / queries.length).toFixed(3)}`);
}
