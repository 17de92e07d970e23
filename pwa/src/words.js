// @ts-check
/** What the server told this page: words in the page's language and facts about the municipality. */

/**
 * @typedef {Object} Facts
 * @property {string} phone the municipality's number as people read it
 * @property {string} phone_link the same as a `tel:` address
 * @property {string} lang nb, nn or en
 * @property {string} prefix "", "/nn" or "/en"
 * @property {string | null} owner who is signed in on this page, if the page knows
 */

/** @type {(Facts & Record<string, any>) | undefined} */
let known;

/** @type {Facts} */
const NOTHING = { phone: '', phone_link: '', lang: 'nb', prefix: '', owner: null };

/** Reads `<script type="application/json" id="words">` once. */
export function facts() {
  const block = globalThis.document?.getElementById('words');
  known ??= { ...NOTHING, ...JSON.parse(block?.textContent || '{}') };
  return /** @type {Facts & Record<string, any>} */ (known);
}

/**
 * A text from content/texts/phone.yaml; a missing one shows its key, so that it is seen.
 * @param {string} key @param {Record<string, unknown>} [values]
 */
export function word(key, values = {}) {
  return fill(String(facts()[`phone.${key}`] ?? `phone.${key}`), { phone: facts().phone, ...values });
}

/** @param {string} text @param {Record<string, unknown>} values */
export function fill(text, values) {
  return text.replace(/%\((\w+)\)s/g, (whole, name) => String(values[name] ?? whole));
}

/** One or many of something. @param {string} key @param {number} num */
export function counted(key, num) {
  return word(`${key}.${num === 1 ? 'one' : 'other'}`, { num });
}

/** "i dag 9.14", as it is said. @param {number} at @param {number} [now] */
export function saidTime(at, now = Date.now()) {
  const moment = new Date(at);
  const minutes = String(moment.getMinutes()).padStart(2, '0');
  const time = `${moment.getHours()}${facts().lang === 'en' ? ':' : '.'}${minutes}`;
  const day = new Intl.DateTimeFormat(facts().lang, { day: 'numeric', month: 'long' }).format(moment);
  return word(`time.${daysBetween(moment, new Date(now))}`, { time, day });
}

/** @param {Date} then @param {Date} now */
function daysBetween(then, now) {
  const midnight = (/** @type {Date} */ date) => new Date(date).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(now) - midnight(then)) / 86_400_000);
  return days === 0 ? 'today' : days === 1 ? 'yesterday' : 'earlier';
}
