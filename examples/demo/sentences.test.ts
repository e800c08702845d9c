import { expect, test } from "vitest";
import { sentencesOf } from "./sentences.ts";

test("lines of a paragraph are joined, and list items are apart", () => {
  const markdown =
    "A first sentence that is\nwrapped here. A second one follows it at once.\n\n* **timeout** `number` - How long to wait.\n* **retry** `boolean` - Whether to retry.";
  expect(sentencesOf(markdown)).toEqual([
    "A first sentence that is wrapped here.",
    "A second one follows it at once.",
    "timeout number - How long to wait.",
    "retry boolean - Whether to retry.",
  ]);
});

test("code blocks and labels are left out", () => {
  expect(
    sentencesOf(
      "Arguments and other things:\n\n```js\nconst client = new Client(origin)\n```\n\nCall it before use, always.",
    ),
  ).toEqual(["Call it before use, always."]);
});

test("of a passage that begins inside a code block, the code is left out", () => {
  expect(sentencesOf("await client.close() // waits for all of it\n```\n\nText after the block is kept.")).toEqual([
    "Text after the block is kept.",
  ]);
});

test("of a passage that ends inside a code block, the code is left out", () => {
  expect(sentencesOf("Text before the block is kept.\n\n```js\nawait client.close() // waits")).toEqual([
    "Text before the block is kept.",
  ]);
});

test("a row of a table is a sentence, and its rule is not", () => {
  expect(sentencesOf("| Error | Code |\n| --- | :-: |\n| `SocketError` | there is an error with the socket |")).toEqual(
    ["SocketError – there is an error with the socket"],
  );
});

test("links and emphasis lose their marks, names with underscores keep theirs", () => {
  expect(sentencesOf("See the *idle* state of [the client](/docs/Client.md) and `UND_ERR_ABORTED`.")).toEqual([
    "See the idle state of the client and UND_ERR_ABORTED.",
  ]);
});

test("no sentence ends inside a bracket", () => {
  expect(
    sentencesOf("The guard fails during a test (i.e., `!client.closed` is true). Skip it then, if you please."),
  ).toEqual(["The guard fails during a test (i.e., !client.closed is true).", "Skip it then, if you please."]);
});

test("a question mark in a URL ends no sentence", () => {
  expect(sentencesOf("The path should be `http://upstream/hello?foo=bar` here. It is then sent to the proxy.")).toEqual(
    ["The path should be http://upstream/hello?foo=bar here.", "It is then sent to the proxy."],
  );
});
