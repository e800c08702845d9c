/** A language whose words the lexical reranker reduces to their stems. */
export type Language =
  | "arabic"
  | "dutch"
  | "english"
  | "french"
  | "german"
  | "greek"
  | "italian"
  | "portuguese"
  | "russian"
  | "spanish"
  | "swedish";

/** Reduces a lower-case word to its stem. */
export type Stemmer = (word: string) => string;

/** What is known of a language. */
interface Knowledge {
  /** Its most common function words: they tell the language of a text, and say little about its subject. */
  readonly stopWords: ReadonlySet<string>;
  readonly load: () => Promise<{ readonly stemmer: Stemmer }>;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** The stemmers are those of the Snowball project, https://snowballstem.org, each loaded when it is first needed. */
export const languages: Readonly<Record<Language, Knowledge>> = {
  english: {
    stopWords: words(
      "a about am an and any are as at be been being but by can could did do does doing for from had has have having he her him his how i if in into is it its just may me might mine more most must my no nor not of on or our shall she should so some such than that the their them then there these they this those to too us was we were what when where which while who whom whose why will with would you your",
    ),
    load: () => import("@orama/stemmers/english"),
  },
  german: {
    stopWords: words(
      "aber als am an auch auf aus bei bin bis das dass dem den der des die dies diese dieser du durch ein eine einem einen einer eines er es für hat haben ich ihr im in ist kann man mein mit nach nicht noch nur oder sein sich sie sind so über um und uns von vor war was welche welcher wenn werden wer wie wir wird wo zu zum zur",
    ),
    load: () => import("@orama/stemmers/german"),
  },
  french: {
    stopWords: words(
      "à au aux avec ce ces cette comment dans de des du elle en est et il ils je la le les leur lui mais ne nous on ont où ou par pas peut pour quand que quel quelle qui quoi sa se ses son sont sur te tu un une vos votre vous y",
    ),
    load: () => import("@orama/stemmers/french"),
  },
  spanish: {
    stopWords: words(
      "a al como cómo con cuál cuándo de del dónde el ella ellos en entre es esta este está ha hay la las le lo los más me mi no nos o para pero por puede que qué quién se ser si sin sobre son su sus también te tiene un una y ya yo",
    ),
    load: () => import("@orama/stemmers/spanish"),
  },
  italian: {
    stopWords: words(
      "a ai al alla che chi ci come con cosa da dal dalla degli dei del della delle di dove e è gli ha ho i il in io la le lo loro ma mi nel nella non o per perché più può quale quando quanto questa questo se si sono su sul tra un una uno",
    ),
    load: () => import("@orama/stemmers/italian"),
  },
  portuguese: {
    stopWords: words(
      "a ao aos as como com da das de do dos e é em entre era essa esse está eu foi há isso mais mas me na nas não no nos o onde os ou para pela pelo pode por qual quando que quem se sem ser seu sua são também tem um uma você",
    ),
    load: () => import("@orama/stemmers/portuguese"),
  },
  dutch: {
    stopWords: words(
      "aan als bij dan dat de deze die dit door een en er ge had heeft hem het hij hoe ik in is je kan maar me met mijn naar niet nog nu of om ons ook op over te tot uit van voor waar waarom was wat we wel welke wie wij zal ze zijn zo zou",
    ),
    load: () => import("@orama/stemmers/dutch"),
  },
  swedish: {
    stopWords: words(
      "att av de den det du där efter en ett från för han har hon hur i inte jag kan man med men när och om på sig som så till under upp vad var vi vid är",
    ),
    load: () => import("@orama/stemmers/swedish"),
  },
  russian: {
    stopWords: words(
      "а бы был была были было быть в вам вас во вот все вы где для до его ее если есть еще же за и из или им их к как какая какие какой ко когда кто ли мне мы на не него нет но о он она они от по при с со так также то только ты у уже что чтобы это я",
    ),
    load: () => import("@orama/stemmers/russian"),
  },
  greek: {
    stopWords: words(
      "αλλά από για δεν είναι και με να ο η οι ότι πως που σε στα στη στην στο τα τη την της τι το του των",
    ),
    load: () => import("@orama/stemmers/greek"),
  },
  arabic: {
    stopWords: words("إلى أن أو التي الذي إن بعد بين ثم على عن في قد كان كل كيف لا لم ما متى من هذا هذه هل هو هي و"),
    load: () => import("@orama/stemmers/arabic"),
  },
};

/**
 * The most common function words of Chinese, simplified and traditional, and of Japanese, cut as `Intl.Segmenter` cuts
 * them. None is a word of some content in the other language, as 会, 和 and 都 are.
 */
const unspacedStopWords = words(
  "的 了 吗 嗎 呢 吧 啊 是 在 有 也 很 就 与 與 我 我的 我们 我們 我想 你 你的 你们 你們 您 您的 他 他的 他们 他們 她 她的 它 它们 它們 " +
    "这 这个 这些 這 這個 這些 那 那个 那些 那個 哪 哪个 哪些 哪個 哪里 哪裡 谁 什么 什麼 甚麼 怎么 怎么样 怎麼 怎麼樣 怎样 怎樣 如何 " +
    "为什么 為什麼 为何 為何 多少 多久 请 請 请问 請問 可以 是否 不 没有 沒有 或 或者 但 但是 因为 因為 所以 如果 关于 關於 对于 對於 " +
    "は が を に の で と も や か へ ね よ から まで より など では には とは でも という として について における によって " +
    "です だ な ですか でしょ でしょう しょう う ます ました ません ませ ん ま た て し した して する せ す すか れ ば い いる ある ありま あり ない " +
    "なる なり なっ よい いい たい でき できる くだ さい ください こと もの ため よう 何 何時 誰 なに なん なんで なぜ どう どうして どの どれ どこ " +
    "どちら どんな いつ だれ いくら この これ ここ こちら その それ そこ あの あれ のですが のです のに ので ですが とき",
);

/** Whether a word says little of what a text is about. What kept an apostrophe does so in every language. */
export function isStopWord(word: string, language: Language | undefined): boolean {
  const stopWords = language === undefined ? unspacedStopWords : languages[language].stopWords;
  return word.includes("'") || stopWords.has(word);
}

const latin = ["english", "german", "french", "spanish", "italian", "portuguese", "dutch", "swedish"] as const;

/** The languages in Latin script that each of their function words belongs to, as places in `latin`. */
const placesOf = new Map<string, number[]>();
for (const [place, language] of latin.entries()) {
  for (const word of languages[language].stopWords) placesOf.set(word, [...(placesOf.get(word) ?? []), place]);
}

/** How many more function words of a language than of that of all texts tell that the query is in it. */
const enough = 2;

/**
 * Of the languages that share the Latin script, the one whose function words come most often in the query and its
 * candidates; English when none does. A query with at least two function words more of another language is in that one,
 * whatever the candidates are written in: its function words are what is left out. One alone says nothing: `die` may be
 * that of "Die Hard".
 *
 * @param words - Different words.
 * @param query - The query, as places in `words`.
 * @param texts - The candidates, likewise.
 */
export function latinLanguageOf(
  words: readonly string[],
  query: readonly number[],
  texts: readonly (readonly number[])[],
): Language {
  const all = countStopWords(words, [query, ...texts]);
  const asked = countStopWords(words, [[...new Set(query)]]);
  const usual = all.indexOf(Math.max(...all));
  const most = Math.max(...asked);
  const isOther = most >= (asked[usual] ?? 0) + enough;
  // Of several that tie in the query, the one that the candidates speak for.
  const rivals = isOther ? all.map((count, place) => (asked[place] === most ? count : -1)) : all;
  return latin[rivals.indexOf(Math.max(...rivals))] ?? "english";
}

/** How many words of some texts are function words, for each language in Latin script. */
function countStopWords(words: readonly string[], texts: readonly (readonly number[])[]): number[] {
  const frequencies = new Int32Array(words.length);
  for (const text of texts) for (const word of text) frequencies[word] = (frequencies[word] ?? 0) + 1;
  const counts = latin.map(() => 0);
  for (let word = 0; word < frequencies.length; word++) {
    const frequency = frequencies[word] ?? 0;
    if (frequency === 0) continue;
    for (const place of placesOf.get(words[word] ?? "") ?? []) counts[place] = (counts[place] ?? 0) + frequency;
  }
  return counts;
}
