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

const latin = ["english", "german", "french", "spanish", "italian", "portuguese", "dutch", "swedish"] as const;

/** The languages in Latin script that each of their function words belongs to, as places in `latin`. */
const placesOf = new Map<string, number[]>();
for (const [place, language] of latin.entries()) {
  for (const word of languages[language].stopWords) placesOf.set(word, [...(placesOf.get(word) ?? []), place]);
}

/**
 * Of the languages that share the Latin script, the one whose function words come most often; English when none does.
 *
 * @param words - Different words.
 * @param texts - Texts, as places in `words`.
 */
export function latinLanguageOf(words: readonly string[], texts: readonly (readonly number[])[]): Language {
  const frequencies = new Int32Array(words.length);
  for (const text of texts) for (const word of text) frequencies[word] = (frequencies[word] ?? 0) + 1;
  const counts = latin.map(() => 0);
  for (let word = 0; word < frequencies.length; word++) {
    const frequency = frequencies[word] ?? 0;
    if (frequency === 0) continue;
    for (const place of placesOf.get(words[word] ?? "") ?? []) counts[place] = (counts[place] ?? 0) + frequency;
  }
  return latin[counts.indexOf(Math.max(...counts))] ?? "english";
}
