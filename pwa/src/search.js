// @ts-check
/**
 * Searching the catalogue on the phone: half a word, the two forms of Norwegian mixed, a letter wrong.
 * The same rules as the server's backend/technology/finding.py; tests/technology/searches.json tells for both what must be found.
 */

/** @typedef {{named: string, called?: string, hard?: string}} Findable a thing's name, what else it is called, what is hard where it may help */
/** @typedef {Map<string, Map<number, number>>} Vocabulary word → which things have it, and how much it weighs there */

const WEIGHTS = { hard: 1, called: 2, named: 4 };
const FAR_BELOW = 4;
const SURE = 5;
const MOST_WORDS = 8;
const [SHORTEST_INSIDE, SHORTEST_PART, SHORTEST_STEM, STEM] = [3, 4, 5, 0.6];
const [MISSPELT_FROM, TWICE_FROM] = [4, 7];

/** Written over for each pair of words: an old phone has better things to do than to make lists. */
const LINES = [new Uint8Array(128), new Uint8Array(128), new Uint8Array(128)];

/** Small letters without marks; å, aa, æ and ae as a, ø and oe as o; double letters as one. @param {string} text */
export function fold(text) {
  const bare = text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
  return bare.replace(/æ|ae/g, 'a').replace(/ø|oe/g, 'o').replace(/([a-z])\1+/g, '$1');
}

/** @param {string} text */
export function wordsIn(text) {
  return fold(text).match(/[a-z0-9]+/g) ?? [];
}

const STOP_WORDS = new Set(
  wordsIn(
    'jeg eg en ei et ein eit den det de dei du vi man for til som og i på av med er var å at har vil kan må ikke ' +
      'ikkje itj min mi mitt mine meg mæ seg noe noko noen nokon så når om hva kva ka hvor kor hvordan korleis æ ' +
      'hjelpemiddel hjelpemidler ting ' +
      'the a an to of in on for with my i is am are it me and that have has can not do when what how',
  ),
);

/** Every word is folded once, here. @param {Findable[]} things @returns {(asked: string) => number[]} places of what fits, best first */
export function makeSearch(things) {
  const vocabulary = known(things);
  return (asked) => {
    const words = wordsIn(asked);
    const wanted = words.filter((word) => word.length > 1 && !STOP_WORDS.has(word)).slice(0, MOST_WORDS);
    const given = (wanted.length ? wanted : words.slice(0, 1)).map((word) => pointsOf(word, vocabulary, things.length));
    return bestFirst(things.map((_, at) => given.map((points) => points[at])));
  };
}

/** @param {Findable[]} things @returns {Vocabulary} */
function known(things) {
  /** @type {Vocabulary} */
  const all = new Map();
  things.forEach((thing, at) => {
    for (const [place, weight] of Object.entries(WEIGHTS)) {
      for (const word of wordsIn(thing[/** @type {keyof Findable} */ (place)] ?? '')) {
        if (!all.has(word)) all.set(word, new Map());
        all.get(word)?.set(at, weight);
      }
    }
  });
  STOP_WORDS.forEach((word) => all.delete(word));
  return all;
}

/** How well each thing fits the word. @param {string} word @param {Vocabulary} vocabulary @param {number} number */
function pointsOf(word, vocabulary, number) {
  const points = new Array(number).fill(0);
  for (const [other, places] of vocabulary) {
    const worth = fit(word, other);
    if (worth) for (const [at, weight] of places) points[at] = Math.max(points[at], worth * weight);
  }
  return points;
}

/** What fits all the words, or, where nothing does, some of them. @param {number[][]} given points of each thing for each word */
function bestFirst(given) {
  let sums = given.map((points) => (points.every(Boolean) ? sum(points) : 0));
  if (!sums.some(Boolean)) sums = given.map((points) => sum(points.filter((point) => point >= SURE)));
  const best = Math.max(0, ...sums);
  const found = [...sums.keys()].filter((at) => sums[at] && sums[at] * FAR_BELOW >= best);
  return found.sort((a, b) => sums[b] - sums[a]);
}

/** @param {number[]} points */
function sum(points) {
  return points.reduce((all, one) => all + one, 0);
}

/** 10: the same word; 8: its beginning; 6: inside it; 5: most of a compound; 4: misspelt; 3: the same stem. @param {string} word @param {string} other */
export function fit(word, other) {
  if (word === other) return 10;
  if (word.length > 1 && other.startsWith(word)) return 8;
  if (word.length >= SHORTEST_INSIDE && other.includes(word)) return 6;
  if (other.length >= SHORTEST_PART && (word.startsWith(other) || word.endsWith(other))) return other.length * 2 >= word.length ? 5 : 3;
  if (misspelt(word, other)) return 4;
  return sameStem(word, other) ? 3 : 0;
}

/** One letter wrong, missing, too many or swapped with the next; in a long word two, and its beginning is enough. @param {string} word @param {string} other */
function misspelt(word, other) {
  const allowed = Number(word.length >= MISSPELT_FROM) + Number(word.length >= TWICE_FROM);
  const begun = allowed > 1;
  if (!allowed || other.length < word.length - allowed || (!begun && other.length > word.length + allowed)) return false;
  if (!alikeAtFirst(word, other)) return false;
  return mistakes(word, other.slice(0, word.length + allowed), begun, allowed) <= allowed;
}

/** Nobody misses both of the first two letters. @param {string} word @param {string} other */
function alikeAtFirst(word, other) {
  return word[0] === other[0] || word[0] === other[1] || word[1] === other[0] || word[1] === other[1];
}

/** Between the word and the other, or that one's best beginning (Damerau and Levenshtein). @param {string} word @param {string} other @param {boolean} begun @param {number} allowed more than this isn't counted */
function mistakes(word, other, begun, allowed) {
  let [before, last, row] = LINES;
  for (let j = 0; j <= other.length; j++) last[j] = j;
  let fewest = 0;
  for (let i = 0; i < word.length && fewest <= allowed; i++) {
    row[0] = fewest = i + 1;
    for (let j = 0; j < other.length; j++) {
      let cost = Math.min(last[j] + Number(word[i] !== other[j]), last[j + 1] + 1, row[j] + 1);
      if (i && j && word[i] === other[j - 1] && other[j] === word[i - 1]) cost = Math.min(cost, before[j - 1] + 1);
      row[j + 1] = cost;
      fewest = Math.min(fewest, cost);
    }
    [before, last, row] = [last, row, before];
  }
  return begun || fewest > allowed ? fewest : last[other.length];
}

/** «Medisiner» and «medisinar», «komfyrvarsler» and «komfyrvakt». @param {string} word @param {string} other */
function sameStem(word, other) {
  const shorter = Math.min(word.length, other.length);
  let same = 0;
  while (same < shorter && word[same] === other[same]) same += 1;
  return same >= SHORTEST_STEM && same >= shorter * STEM;
}
