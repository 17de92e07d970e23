// @ts-check
/** Pages of many of a kind: what is the same around them once, and what each of them says. */
import { parted } from './public_pages.js';

/** @typedef {{prefix: string, packs: Record<string, string>}} Shelf a language, and beginning of an address → its pack */
/** @typedef {{frames: string[], pages: Record<string, {frame: number, title: string, main: string}>}} Pack */

/**
 * The page put together again, or undefined when no pack has it.
 * @param {Shelf} shelf @param {string} path @param {(address: string) => Promise<Response | undefined>} kept
 */
export async function fromPack(shelf, path, kept) {
  const [prefix, rest] = parted(path);
  if (prefix !== shelf.prefix) return undefined;
  for (const under of longestFirst(Object.keys(shelf.packs).filter((one) => rest.startsWith(one)))) {
    const answer = await kept(shelf.packs[under]);
    const text = answer && wholePage(await answer.json(), rest);
    if (answer && text) return page(text, answer.headers.get('Date'));
  }
  return undefined;
}

/** @param {string[]} paths */
function longestFirst(paths) {
  return paths.sort((a, b) => b.length - a.length);
}

/** @param {Pack} pack @param {string} path */
export function wholePage(pack, path) {
  const one = pack.pages[path];
  if (!one) return undefined;
  const put = (/** @type {string} */ text, /** @type {string} */ mark, /** @type {string} */ words) => text.split(mark).join(words);
  return put(put(put(pack.frames[one.frame], '%%path%%', path), '%%title%%', one.title), '%%main%%', one.main);
}

/** The copy says when it was fetched, so that the page can. @param {Response} copy */
export async function stamped(copy) {
  return page(await copy.text(), copy.headers.get('Date'));
}

/** @param {string} text @param {string | null} fetched */
function page(text, fetched) {
  const since = fetched && Date.parse(fetched);
  const told = since ? text.replace('<html ', `<html data-fetched="${since}" `) : text;
  return new Response(told, { headers: { 'Content-Type': 'text/html; charset=utf-8', Hundre: '1' } });
}
