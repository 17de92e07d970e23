// @ts-check
/** Reading the page aloud. Without a voice for the page's language there is no button. */
import { every } from './dom.js';
import { facts } from './words.js';

/** Languages that may be read by each other's voices. @type {Record<string, string[]>} */
const VOICES = { nb: ['nb', 'no'], nn: ['nn', 'no', 'nb'], en: ['en'] };
const BLOCKS = 'h1, h2, h3, legend, p, li, dt, dd, label, summary';

/** @param {HTMLElement[]} buttons */
export function offerReading(buttons) {
  if (!buttons.length || !globalThis.speechSynthesis) return;
  const look = () => buttons.forEach((one) => (one.hidden = !voice()));
  look();
  speechSynthesis.addEventListener('voiceschanged', look);
  buttons.forEach((one) => one.addEventListener('click', () => toggle(one)));
  addEventListener('pagehide', () => speechSynthesis.cancel());
}

function voice() {
  const all = speechSynthesis.getVoices();
  const wanted = VOICES[facts().lang] ?? [facts().lang];
  return wanted.map((lang) => all.find((one) => one.lang.toLowerCase().startsWith(lang))).find(Boolean);
}

/** @param {HTMLElement} button */
function toggle(button) {
  const reading = button.getAttribute('aria-pressed') === 'true';
  speechSynthesis.cancel();
  button.setAttribute('aria-pressed', String(!reading));
  if (reading) return;
  const pieces = readable(document.querySelector('main') ?? document.body).map(spoken);
  const last = pieces[pieces.length - 1];
  if (last) last.onend = () => button.setAttribute('aria-pressed', 'false');
  pieces.forEach((piece) => speechSynthesis.speak(piece));
}

/** Short pieces: long ones are cut off by some voices. @param {string} text */
function spoken(text) {
  const piece = new SpeechSynthesisUtterance(text);
  const found = voice();
  piece.voice = found ?? null;
  piece.lang = found?.lang ?? facts().lang;
  piece.rate = 0.9;
  return piece;
}

/** What is seen, in order, each thing once. @param {Element} within */
function readable(within) {
  const seen = every(BLOCKS, within).filter((one) => one.getClientRects().length && !one.closest('.tools, .buttons'));
  return seen.filter((one) => !one.querySelector(BLOCKS)).map((one) => one.innerText.trim()).filter(Boolean);
}
