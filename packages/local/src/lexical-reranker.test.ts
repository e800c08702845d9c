import { ConfigurationError, InvalidRequestError, TimeoutError } from "@rankwire/core";
import { describe, expect, test } from "vitest";
import { lexicalReranker } from "./index.ts";

const manuals = [
  "Keep-alive connections are closed after four seconds without a request.",
  "A proxy that needs a password takes it in the proxy-authorization header.",
  "The mock agent intercepts requests in tests and answers them itself.",
  "Bodies of compressed responses are decoded while they are read.",
  "Retries are sent after an exponential backoff with jitter.",
  "Cookies are parsed from the set-cookie header and kept in a jar.",
  "The cache stores responses that the server allows to be stored.",
  "A socket that stays idle for too long is destroyed by the pool.",
  "Redirects are followed when an interceptor for them is installed.",
  "WebSocket messages arrive as events on the socket object.",
  "DNS lookups may be cached for a while to spare the resolver.",
  "The diagnostics channel publishes an event for every request.",
];
const questions: readonly (readonly [string, number])[] = [
  ["How do I give the password to a proxy?", 1],
  ["intercepting a request in a test", 2],
  ["Does it decode a compressed body?", 3],
  ["backoff between two retries", 4],
  ["parsing cookies", 5],
  ["Which responses get cached by the store?", 6],
  ["Are idle sockets destroyed?", 7],
  ["following a redirect", 8],
  ["event when a WebSocket message arrives", 9],
  ["caching of a DNS lookup", 10],
];

const reranker = lexicalReranker();
const best = async (query: string, documents: readonly string[]): Promise<number | undefined> =>
  (await reranker.rerank({ query, documents, topN: 1 })).results[0]?.index;

describe("lexicalReranker", () => {
  test.each(questions)("finds what %j asks for", async (question, index) => {
    expect(await best(question, manuals)).toBe(index);
  });

  test("says who it is, and costs no request", async () => {
    const response = await reranker.rerank({ query: "proxy", documents: manuals });
    expect(response).toMatchObject({ provider: "lexical", model: "bm25", usage: { requests: 0 } });
    expect(response.results).toHaveLength(manuals.length);
  });

  test.each([
    [
      "German",
      "Wo finde ich die Häuser der Künstler?",
      ["Das Wetter wird morgen schön.", "Das Haus des Künstlers steht am Fluss."],
    ],
    [
      "French",
      "Quels chevaux courent vite ?",
      ["La mer est calme ce soir.", "Le cheval court plus vite que le chien."],
    ],
    ["Russian", "Где живут медведи?", ["Корабль стоит в порту.", "Медведь живёт в лесу."]],
    ["Chinese", "怎么设置代理服务器", ["今天天气很好。", "代理服务器可以在这里设置。"]],
    ["Japanese", "東京の天気はどうですか", ["これは猫です。", "東京の天気は晴れです。"]],
    ["Thai", "อากาศวันนี้เป็นอย่างไร", ["แมวอยู่บนโต๊ะ", "วันนี้อากาศดีมาก"]],
    ["Arabic", "أين يعيش الدب؟", ["السفينة في الميناء", "يعيش الدب في الغابة"]],
    ["Greek", "Πού ζουν οι αρκούδες;", ["Το πλοίο είναι στο λιμάνι.", "Η αρκούδα ζει στο δάσος."]],
    ["Korean with particles", "비밀번호 재설정", ["배송은 3일이 걸립니다", "비밀번호를 재설정하는 방법"]],
    [
      "German behind Korean",
      "Häusern",
      ["Wagen", "Haus"].map((word) => `${"비밀번호를 ".repeat(30)} das ist nicht der ${word}`),
    ],
    ["Latin script inside Chinese", "python", ["用户手册", "使用Python编程"]],
    ["C#", "C# generics", ["C generics", "C# generics", "C++ generics"]],
    ["C++", "generics in C++", ["generics in C", "generics in C++", "generics in C#"]],
    ["accents left out", "cafe creme", ["tea with milk", "café crème"]],
    ["accents left out, where the stem of the plain word is another", "cafe", ["Tee", "Das Café ist offen"]],
    ["accents put in", "résumé", ["The tea is served.", "Send us your resumes and a resume."]],
    ["a sharp s and its capitals", "Straße", ["Haus", "STRASSE"]],
    ["a sharp s, written as two", "strasse", ["Haus", "Straße"]],
    ["Polish without its letters", "Łódź", ["Warsaw", "Lodz"]],
    ["Danish without its letters", "smorrebrod", ["kaffe", "smørrebrød"]],
    ["Danish with its letters, without which it has a function word", "før krigen", ["for krigen", "før krigen"]],
    ["Vietnamese without its letters", "dong", ["Hà Nội", "đồng"]],
    ["Turkish in capitals", "ışık", ["ankara", "IŞIK"]],
    ["Icelandic without its letters", "thaettir", ["saga", "þættir"]],
    ["French without its ligature", "coeur", ["main", "cœur"]],
    ["Hebrew with points", "שָׁלוֹם", ["אחר", "שלום"]],
    ["Hebrew without points", "שלום", ["אחר", "שָׁלוֹם"]],
    ["full-width letters", "ＡＢＣ", ["xyz", "abc"]],
    ["an identifier's parts", "alive timeout", ["headersLimit", "keepAliveTimeout"]],
  ])("matches words in %s", async (_, query, documents) => {
    expect(await best(query, documents)).toBe(1);
  });

  test.each([
    ["the word of eBay", "eBay", ["bay of biscay", "ebay auction"]],
    ["the word of JavaScript", "JavaScript tutorial", ["A java tutorial with a script", "A javascript tutorial"]],
    ["the word of PostgreSQL", "PostgreSQL", ["SQL", "postgresql is a database"]],
    ["the plural of an acronym", "APIs", ["ap is news", "The api is documented."]],
    ["what is asked in English", "What's Docker?", ["Here's Bob's recipe; it's good.", "Docker runs containers."]],
    [
      "what is asked with a negation",
      "Why doesn't the printer work?",
      ["It doesn't matter that he doesn't.", "The printer shows an error and does not work."],
    ],
    [
      "what is asked in French",
      "Comment réinitialiser l’accès à l’application ?",
      ["L’été, l’eau de l’océan est l’idéal.", "Réinitialiser un accès se fait dans une application."],
    ],
    [
      "what is asked in Italian",
      "Cos'è l'ammortamento dell'impianto?",
      ["L'arte dell'India e l'olio dell'isola.", "Ammortamento di un impianto industriale."],
    ],
    ["what is asked in Chinese", "什么是区块链？", ["什么是爱？什么是生活？这是什么？", "区块链是一种分布式账本。"]],
    [
      "what is asked in traditional Chinese",
      "請問如何重設密碼？",
      ["請問如何到車站？請問這是什麼？", "密碼可在設定頁面重設。"],
    ],
    [
      "what is asked in Japanese",
      "ブロックチェーンとは何ですか？",
      ["送料は何円ですか。支払い方法とは何ですか。", "ブロックチェーンは分散型台帳である。"],
    ],
    [
      "what is asked in Japanese with inflections",
      "パスワードを再設定するにはどうすればよいですか",
      ["配送を変更するにはどうすればよいですか。", "パスワードの再設定は設定画面から行えます。"],
    ],
    ["an acronym like a function word", "US tax law", ["UK tax law", "US tax law"]],
    [
      "an acronym in a query that stresses a word",
      "Which US visa do I need, NOT a UK one?",
      ["A UK visa is no help.", "A US visa is needed."],
    ],
    ["what a query of capitals is about", "CANCEL IT", ["IT department", "Cancel subscription"]],
    ["an acronym beside another", "US VAT rules", ["VAT rules in Germany", "VAT rules in the US"]],
    ["another such acronym", "Which WHO guideline applies?", ["The salt guideline", "The WHO guideline"]],
    ["a letter like a function word", "vitamin A deficiency", ["vitamin B deficiency", "vitamin A deficiency"]],
    ["a title below a line break", "refund policy", ["Shipping\nThe refund policy", "\nRefund policy\nMoney back"]],
  ])("puts %s first", async (_, query, documents) => {
    const { results } = await reranker.rerank({ query, documents: [...documents, "something else", "and more of it"] });
    expect(results[0]?.index).toBe(1);
    expect(results[0]?.relevanceScore).toBeGreaterThan(0.5);
  });

  test.each([
    ["contractions", "vitamin D", "Bob'd say he'd like it"],
    ["function words in Chinese", "什么是区块链？", "什么是爱？什么是生活？这是什么？"],
    ["function words in Japanese", "ブロックチェーンとは何ですか？", "支払いとは何ですか。"],
  ])("a candidate that shares but %s with the query is near 0", async (_, query, document) => {
    const { results } = await reranker.rerank({ query, documents: [document, "something else", "and more of it"] });
    expect(results[0]?.relevanceScore).toBeLessThan(0.01);
  });

  test("an identifier of the query counts for more than its parts, which still count", async () => {
    const documents = ["keep the door alive", "keepAliveTimeout", "keepalivetimeout", "headers limit", "idle sockets"];
    const { results } = await reranker.rerank({ query: "keepAliveTimeout", documents });
    const scores = results.toSorted((a, b) => a.index - b.index).map(({ relevanceScore }) => relevanceScore);
    expect(scores[0]).toBeGreaterThan(0.1);
    expect(scores[0]).toBeLessThan(0.5);
    expect(Math.min(scores[1] ?? 0, scores[2] ?? 0)).toBeGreaterThan(0.5);
  });

  test("an identifier that no candidate has is asked for by its parts", async () => {
    const documents = ["headers limit", "the timeout of a connection that is kept alive", "idle sockets"];
    const scores = async (query: string) => (await reranker.rerank({ query, documents })).results;
    expect(await scores("keepAliveTimeout")).toEqual(await scores("keep alive timeout"));
    expect((await scores("keepAliveTimeout"))[0]).toMatchObject({ index: 1 });
  });

  test("capitals tell nothing apart in a query of capitals", async () => {
    const documents = ["It is with us as it is.", "An overview of tax law"];
    const { results } = await reranker.rerank({ query: "IS IT WITH US: TAX LAW", documents });
    expect(results[0]?.index).toBe(1);
    expect(results[1]?.relevanceScore).toBeLessThan(0.01);
  });

  test("words that are written in capitals to stress them are function words all the same", async () => {
    const documents = ["And so it goes and goes and on", "Cats, dogs: how they live together"];
    const { results } = await reranker.rerank({ query: "cats AND dogs", documents });
    expect(results[0]?.index).toBe(1);
    const shouted = await reranker.rerank({
      query: "HOW DO I RESET THE PASSWORD OF MY iPHONE",
      documents: ["How do I do my taxes, and the rest of my life?", "Reset an iPhone password"],
    });
    expect(shouted.results[0]?.index).toBe(1);
  });

  test("an A at the beginning of a query is a function word", async () => {
    const { results } = await reranker.rerank({ query: "A deficiency", documents: ["a vitamin", "deficiencies"] });
    expect(results[1]?.relevanceScore).toBeLessThan(0.01);
  });

  test("the query's function words are those of its own language, whatever the candidates are written in", async () => {
    const german = [
      "Frankreich ist ein Land in Europa, und die Hauptstadt ist Paris.",
      "Das Wetter in der Stadt ist heute nicht so schön.",
      "Die Stadt hat einen Hafen, der sehr alt ist.",
      "Wir haben das Spiel auf dem Markt gesehen, und es war gut.",
    ];
    const documents = [...german, "What is the point of the game? It is what it is.", "Paris, France's capital"];
    expect(await best("What is the capital of France?", documents)).toBe(5);
    expect(await best("Where are connections closed?", [...german, "A connection closing", "Where are we?"])).toBe(4);
  });

  test("without a language, nothing is a function word", async () => {
    const exact = lexicalReranker({ language: "none" });
    for (const [query, text] of [
      ["doesn't", "It doesn't"],
      ["Bob's", "It's"],
      ["什么", "什么是爱"],
    ] as const) {
      const { results } = await exact.rerank({ query: `${query} xyz`, documents: ["other", text] });
      expect(results[0]).toMatchObject({ index: 1 });
      expect(results[0]?.relevanceScore).toBeGreaterThan(0.1);
    }
  });

  test("every score lies between 0 and 1, and a candidate without a word of the query is near 0", async () => {
    const { results } = await reranker.rerank({
      query: "keep-alive connections",
      documents: [
        "keep-alive connections",
        "keep-alive connections ".repeat(1000),
        "nothing of it",
        "…",
        "connections",
      ],
    });
    for (const { relevanceScore } of results) {
      expect(relevanceScore).toBeGreaterThan(0);
      expect(relevanceScore).toBeLessThan(1);
    }
    const score = (index: number): number | undefined => results.find((row) => row.index === index)?.relevanceScore;
    expect(score(0)).toBeGreaterThan(0.5);
    expect(score(2)).toBeLessThan(0.01);
    expect(score(3)).toBeLessThan(0.01);
  });

  test("a candidate of three times the average length that has all words of the query scores above 0.5", async () => {
    const filler = (words: number, start: number): string =>
      Array.from({ length: words }, (_, index) => `filler${start + index}`).join(" ");
    const scoreOf = async (words: number): Promise<number> => {
      const documents = [
        `proxy ${filler(words - 2, 0)} password`,
        ...Array.from({ length: 19 }, (_, row) => filler(40, 1000 * (row + 1))),
      ];
      const { results } = await reranker.rerank({ query: "Does the proxy have the password?", documents });
      return results.find(({ index }) => index === 0)?.relevanceScore ?? Number.NaN;
    };
    expect(await scoreOf(40)).toBeGreaterThan(await scoreOf(130));
    expect(await scoreOf(130)).toBeGreaterThan(0.5);
    expect(await scoreOf(400)).toBeLessThan(0.5);
  });

  test("a single candidate that says what the query says scores high, another one low", async () => {
    const score = async (text: string): Promise<number | undefined> =>
      (await reranker.rerank({ query: "refunds within 14 days", documents: [text] })).results[0]?.relevanceScore;
    expect(await score("Refunds are paid within 14 days.")).toBeGreaterThan(0.5);
    expect(await score("The office is closed.")).toBeLessThan(0.01);
  });

  test("words that stand together as in the query count for more than the same words apart", async () => {
    const apart =
      "The pool of the company, which has long been known for its clean water, has a connection to the sea.";
    const together =
      "The company, which has long been known for its clean water, has a connection pool beside the big sea.";
    expect(await best("connection pool", [apart, together, "something else", "and more of it"])).toBe(1);
  });

  test("a word of the title counts for more than the same word in the text", async () => {
    const inText = "Opening hours\nThe museum shows coins and medals on two floors.";
    const inTitle = "Coins and medals\nThe museum shows hours and opening on two floors.";
    expect(await best("coins", [inText, inTitle])).toBe(1);
  });

  test("of two candidates with the same words of the query, the one that is like the best comes first", async () => {
    const documents = [
      "The harbour is closed to ferries on stormy winter days.",
      "A sparrow built its nest above the office door again.",
      "Ferries cross the harbour: stormy winter days stop every ferry in the harbour.",
      "Ferries are painted by a famous sculptor from Prague.",
      "Ferries stop when stormy winter days close the piers.",
    ];
    const { results } = await reranker.rerank({ query: "harbour ferries", documents });
    const places = results.map(({ index }) => index);
    expect(places.indexOf(4)).toBeLessThan(places.indexOf(3));
  });

  test("candidates that tell the query nothing apart keep their order", async () => {
    const { results } = await reranker.rerank({ query: "unrelated", documents: ["one", "two", "three"] });
    expect(results.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(new Set(results.map(({ relevanceScore }) => relevanceScore)).size).toBe(1);
  });

  test("the same input gives the same scores", async () => {
    const run = () => lexicalReranker().rerank({ query: "cached responses of the server", documents: manuals });
    expect(await run()).toEqual(await run());
  });

  test("a query of function words alone is compared as it is", async () => {
    expect(await best("to be or not to be", ["a walk in the park", "to be, or not to be: that is the question"])).toBe(
      1,
    );
  });

  test.each([
    ["شحن", "كَلِمَة", "كلمة"],
    ["شحن", "كـــلمة", "كلمة"],
    ["Haus", "Straße", "STRASSE"],
  ])("without a language, the spellings of a word match: %#", async (other, spelling, plain) => {
    const { results } = await lexicalReranker({ language: "none" }).rerank({
      query: spelling,
      documents: [other, plain],
    });
    expect(results[0]).toMatchObject({ index: 1 });
    expect(results[1]?.relevanceScore).toBeLessThan(0.01);
  });

  test("without a language, words are compared as they are", async () => {
    const exact = lexicalReranker({ language: "none" });
    const { results } = await exact.rerank({ query: "connections", documents: ["connection", "connections"] });
    expect(results[0]?.index).toBe(1);
    expect(results[1]?.relevanceScore).toBeLessThan(0.01);
  });

  test.each(["en", "English", "toString"])("the language %j is refused, with those that are known", (language) => {
    expect(() => lexicalReranker({ language: language as never })).toThrow(ConfigurationError);
    expect(() => lexicalReranker({ language: language as never })).toThrow(/^language must be "none" or .*english/u);
  });

  test("odd characters break nothing", async () => {
    const documents = ["\u{D800}", "\0", "‮ right to left", "😀 👩‍👩‍👧", "a".repeat(1_000_000), "__proto__ constructor"];
    const { results } = await reranker.rerank({ query: "__proto__ \u{DC00} 😀", documents });
    expect(results[0]?.index).toBe(5);
    expect(results).toHaveLength(documents.length);
  });

  test.each(["ك", "\u0301"])("millions of %j without a gap break nothing", async (character) => {
    const { results } = await reranker.rerank({ query: "word", documents: [character.repeat(5_000_000), "word"] });
    expect(results.map(({ index }) => index)).toEqual([1, 0]);
  });

  test.each([
    ["a document of letters without a gap", "number", "aGVsbG8".repeat(150_000)],
    ["a document in Chinese without a full stop", "密码", "请在设置中重置您的密码，".repeat(40_000)],
    ["a long query", "请在设置中重置您的密码，".repeat(40_000), "密码"],
  ])("timers fire while %s is read", async (_, query, document) => {
    let turns = 0;
    let timer = setTimeout(function count() {
      turns++;
      timer = setTimeout(count);
    });
    await reranker.rerank({ query, documents: [document] });
    clearTimeout(timer);
    expect(turns).toBeGreaterThan(1);
  });

  test("an abort ends the work inside a long document", async () => {
    const controller = new AbortController();
    const call = reranker.rerank(
      { query: "number", documents: ["a number of words ".repeat(200_000), "another"] },
      { signal: controller.signal },
    );
    const reason = new Error("enough");
    setTimeout(() => controller.abort(reason));
    await expect(call).rejects.toBe(reason);
  });

  test("a call that takes longer than its timeoutMs ends with a TimeoutError", async () => {
    const documents = Array.from({ length: 20_000 }, (_, index) => `document number ${index} ${"word ".repeat(20)}`);
    const call = reranker.rerank({ query: "number", documents }, { timeoutMs: 1 });
    await expect(call).rejects.toThrow("The lexical reranker took longer than 1 ms");
    await expect(call).rejects.toBeInstanceOf(TimeoutError);
  });

  test("timeoutMs is looked at by the clock, as no timer fires during a short call", async () => {
    const call = reranker.rerank({ query: "number", documents: ["a number"] }, { timeoutMs: Number.MIN_VALUE });
    await expect(call).rejects.toBeInstanceOf(TimeoutError);
  });

  test.each([-5, 0, Number.NaN, "5", null])("a timeoutMs of %j is refused", async (timeoutMs) => {
    const call = reranker.rerank({ query: "q", documents: ["a"] }, { timeoutMs: timeoutMs as never });
    await expect(call).rejects.toThrow("it must be a positive number of milliseconds");
    await expect(call).rejects.toBeInstanceOf(InvalidRequestError);
  });

  test("an abort ends the work between documents, with the caller's reason", async () => {
    const controller = new AbortController();
    const documents = Array.from({ length: 20_000 }, (_, index) => `document number ${index}`);
    const call = reranker.rerank({ query: "number", documents }, { signal: controller.signal });
    const reason = new Error("enough");
    setTimeout(() => controller.abort(reason));
    await expect(call).rejects.toBe(reason);
  });
});
