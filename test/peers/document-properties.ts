import { snapshot } from "../support/deep-freeze.ts";
import { type Property, resultsOf, scoresOf } from "./property.ts";

const owner = "owner-of-the-guide";
const texts = ["toads, score 0.2", "tree frogs, score 0.9"];

/** Documents come back best first, with their scores: what all contestants are for. */
export const ranks: Property = {
  row: "Ranks",
  holds: async ({ create, documentsOf }) => scoresOf(await resultsOf(create(), documentsOf(texts))) === "0.9 0.2",
};

/** What becomes of documents and of their texts. */
export const documentProperties: readonly Property[] = [
  {
    row: "Your documents stay as they were",
    holds: async ({ create, documentsOf }) => {
      const documents = documentsOf(texts, owner);
      const before = snapshot(documents);
      await create().rank(documents);
      return snapshot(documents) === before;
    },
  },
  {
    row: "A later call leaves earlier scores alone",
    holds: async ({ create, documentsOf, server }) => {
      const documents = documentsOf(texts, owner);
      const instance = create();
      const earlier = await instance.rank(documents);
      server.tamper = (rows) => rows.map(({ index }) => ({ index, score: 0.1 }));
      await instance.rank(documents);
      return scoresOf(instance.read(earlier)) === "0.9 0.2";
    },
  },
  {
    row: "Class, id and metadata are kept",
    holds: async ({ contestant, create, documentsOf }) => {
      const documents = documentsOf(texts, owner);
      const [result] = (await resultsOf(create(), documents)) ?? [];
      if (result === undefined) return false;
      const facts = contestant.facts(result.document);
      return (
        facts.id === "guide-7" && facts.owner === owner && facts.class === contestant.facts(documents[1] ?? "").class
      );
    },
  },
  {
    row: "Metadata that you exclude is not sent",
    holds: async ({ create, documentsOf, server }) => {
      await create().rank(documentsOf(texts, owner));
      return server.requests.length > 0 && !JSON.stringify(server.requests).includes(owner);
    },
  },
  {
    row: "An empty list costs no request",
    holds: async ({ create, server }) => {
      const results = await resultsOf(create(), []);
      return results?.length === 0 && server.requests.length === 0;
    },
  },
  {
    row: "Blank texts are not sent",
    holds: async ({ create, documentsOf, server }) => {
      const results = await resultsOf(create(), documentsOf(["", ...texts, " \n"]));
      const sent = server.requests.flatMap(({ documents }) => documents);
      return results?.[0]?.score === 0.9 && sent.every((text) => /\S/u.test(text));
    },
  },
  {
    row: "Equal texts are sent once",
    holds: async ({ create, documentsOf, server }) => {
      const results = await resultsOf(create(), documentsOf([...texts, ...texts]));
      const sent = server.requests.flatMap(({ documents }) => documents);
      return sent.length === 2 && scoresOf(results) === "0.9 0.9 0.2 0.2";
    },
  },
  {
    row: "A score threshold",
    holds: async ({ create, documentsOf }) =>
      scoresOf(await resultsOf(create({ scoreThreshold: 0.5 }), documentsOf(texts))) === "0.9",
  },
];
