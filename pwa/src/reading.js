// @ts-check
/** Reading the page aloud, printing it and passing it on. */
import { every } from './dom.js';
import { facts, word } from './words.js';

/** Languages that may be read by each other's voices. @type {Record<string, string[]>} */
const VOICES = { nb: ['nb', 'no'], nn: ['nn', 'no', 'nb'], en: ['en'] };

export function offerReading() {
  const buttons = every('[data-read-aloud]');
  if (!buttons.length || !globalThis.speechSynthesis) return;
  const look = () => buttons.forEach((one) => (one.hidden = !voice()));
  look();
  speechSynthesis.addEventListener('voiceschanged', look);
  buttons.forEach((one) => one.addEventListener('click', () => toggle(one)));
  addEventListener('pagehide', () => speechSynthesis.cancel());
}

function voice() {
  const wanted = VOICES[facts().lang] ?? [facts().lang];
  const all = speechSynthesis.getVoices();
  return wanted.map((lang) => all.find((one) => one.lang.toLowerCase().startsWith(lang))).find(Boolean);
}

/** @param {HTMLElement} button */
function toggle(button) {
  const reading = button.getAttribute('aria-pressed') === 'true';
  speechSynthesis.cancel();
  button.setAttribute('aria-pressed', String(!reading));
  if (reading) return;
  const parts = readable(document.querySelector('main') ?? document.body);
  parts.forEach((part, at) => speechSynthesis.speak(said(part, at === parts.length - 1 ? button : null)));
}

/** Short pieces: long ones are cut off by some voices. @param {string} text @param {HTMLElement | null} last */
function said(text, last) {
  const piece = new SpeechSynthesisUtterance(text);
  const found = voice();
  if (found) piece.voice = found;
  piece.lang = found?.lang ?? facts().lang;
  piece.rate = 0.9;
  if (last) piece.onend = () => last.setAttribute('aria-pressed', 'false');
  return piece;
}

/** What is seen, in order, without buttons. @param {Element} within */
export function readable(within) {
  const blocks = every('h1, h2, h3, legend, p, li, dt, dd, label, summary', within);
  const innermost = blocks.filter((one) => one.checkVisibility?.() !== false && !one.closest('[data-silent]') && !one.querySelector('p, li, legend, label'));
  return innermost.map((one) => one.innerText.trim()).filter(Boolean);
}

export function offerPrint() {
  for (const button of every('[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => print());
  }
}

/** The phone's own way of sharing, or a copied address. */
export function offerSharing() {
  for (const button of every('[data-share]')) {
    button.hidden = !navigator.share && !navigator.clipboard;
    button.addEventListener('click', () => share(button));
  }
}

/** @param {HTMLElement} button */
async function share(button) {
  const url = location.origin + (button.dataset.share || location.pathname);
  if (!navigator.share) {
    await navigator.clipboard.writeText(url);
    return tell(button, word('share.copied'));
  }
  await navigator.share({ title: document.title, url }).catch((refused) => {
    if (refused.name !== 'AbortError') tell(button, url);
  });
}

/** @param {HTMLElement} button @param {string} text */
function tell(button, text) {
  const told = document.createElement('p');
  told.setAttribute('role', 'status');
  button.after(told);
  told.textContent = text;
}
