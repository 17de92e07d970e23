// @ts-check
/** What an answer means for something that waits on the phone. Only the API's own yes lets it go. */

/**
 * @typedef {Object} Verdict
 * @property {'sent' | 'wait' | 'unreachable' | 'sign_in' | 'needs_you'} verdict
 * @property {any} [body] the answer, when sent
 * @property {Problem} [problem] the API's words, when it said no
 * @property {number} [hold] milliseconds the server asked us to wait
 * @property {boolean} [silent] nothing came back at all: it may have arrived
 */
/** @typedef {{type?: string, title?: string, detail?: string, status?: number, errors?: Record<string, any>}} Problem */

const LATER = new Set([408, 425, 429]);
const MINUTE = 60_000;

/**
 * @param {Response | undefined} answer undefined when nothing came back
 * @param {number} [now]
 * @returns {Promise<Verdict>}
 */
export async function judge(answer, now = Date.now()) {
  const body = answer && isOurs(answer) ? await answer.json().catch(() => undefined) : undefined;
  if (!answer || body === undefined) return { verdict: 'unreachable', silent: !answer };
  if (answer.ok) return { verdict: 'sent', body };
  const hold = wanted(answer.headers.get('Retry-After'), now);
  if (mayPass(answer.status, body)) return { verdict: 'wait', hold, problem: body };
  return { verdict: answer.status === 401 ? 'sign_in' : 'needs_you', problem: body };
}

/** A café's sign-in page says 200 too; only our API says so in JSON and with its own header. @param {Response} answer */
function isOurs(answer) {
  const type = answer.headers.get('Content-Type') ?? '';
  return answer.headers.get('Hundre') === '1' && /^application\/(problem\+)?json\b/.test(type);
}

/** @param {number} status @param {Problem} problem */
function mayPass(status, problem) {
  const twin = status === 409 && String(problem?.type).endsWith('in-progress');
  return status >= 500 || LATER.has(status) || twin;
}

/** Retry-After is seconds or a date; more than a day is not believed. @param {string | null} text @param {number} now */
export function wanted(text, now) {
  if (!text) return 0;
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Math.min(Math.max(wait || 0, 0), 24 * 60 * MINUTE);
}

/** Five seconds, doubled each time up to a quarter of an hour, never all phones at once. @param {number} tries @param {number} chance 0–1 */
export function backOff(tries, chance) {
  const wait = Math.min(5000 * 2 ** Math.max(tries - 1, 0), 15 * MINUTE);
  return Math.round(wait * (0.8 + 0.4 * chance));
}
