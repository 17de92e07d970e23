// @ts-check
/** At the desk: pages that renew themselves without moving what is being typed, and keys for those who want them. */
import './desk_config.js';
import 'htmx.org';
import { every, focusOn } from './dom.js';
import { readingPage } from './page.js';
import { settings } from './settings.js';
import { word } from './words.js';

const FIELDS = 'input:not([type=hidden]), textarea, select, [contenteditable]';

/** A part that renews itself waits while somebody is in it. @param {Element} part */
function isInUse(part) {
  const focused = document.activeElement;
  const fields = /** @type {HTMLInputElement[]} */ (every(FIELDS, part));
  return fields.some((field) => field === focused || isTyped(field)) || part.matches(':has(dialog[open])');
}

/** @param {HTMLInputElement} field */
function isTyped(field) {
  if (field.type === 'checkbox' || field.type === 'radio') return field.checked !== field.defaultChecked;
  return 'defaultValue' in field && field.value !== field.defaultValue;
}

document.addEventListener('htmx:before:request', (event) => {
  const part = /** @type {Element} */ (event.target).closest('[data-renews]');
  if (part && (isInUse(part) || document.visibilityState === 'hidden')) event.preventDefault();
});

/** Somebody may have begun to type while the answer was on its way. */
document.addEventListener('htmx:before:swap', (event) => {
  const part = /** @type {Element} */ (event.target).closest('[data-renews]');
  if (part && isInUse(part)) event.preventDefault();
});

document.addEventListener('htmx:after:swap', () => {
  const mistakes = /** @type {HTMLElement | null} */ (document.querySelector('.ds-error-summary'));
  if (mistakes && mistakes !== document.activeElement && !mistakes.dataset.seen) focusOn(mistakes);
  if (mistakes) mistakes.dataset.seen = 'yes';
});

/** @param {string} text */
function tell(text) {
  every('[data-desk-status]').forEach((place) => (place.textContent = text));
}

document.addEventListener('htmx:error', () => tell(word('desk.not_saved')));
document.addEventListener('htmx:finally:request', (event) => {
  const answer = /** @type {CustomEvent} */ (event).detail?.ctx?.response;
  if (answer?.status < 400) tell('');
  else if (answer?.status >= 500) tell(word('desk.not_saved'));
});

/** Single keys only for those who have switched them on: on this machine, or by the page for their account. */
function keysAreOn() {
  return settings().shortcuts === 'yes' || 'shortcuts' in document.body.dataset;
}

/** Never while typing. @param {KeyboardEvent} event */
function pressed(event) {
  const typing = /** @type {Element} */ (event.target).closest(FIELDS);
  if (!keysAreOn() || typing || event.ctrlKey || event.altKey || event.metaKey) return;
  const found = every('[data-key]').find((one) => one.dataset.key === event.key.toLowerCase());
  if (!found) return;
  event.preventDefault();
  found.focus();
  if (found.matches('a, button')) found.click();
}

readingPage();
document.addEventListener('keydown', pressed);
if (keysAreOn()) every('[data-key]').forEach((one) => one.setAttribute('aria-keyshortcuts', one.dataset.key ?? ''));
