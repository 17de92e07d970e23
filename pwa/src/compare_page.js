// @ts-check
/** Two or three things side by side, of those that the page already holds. */
import { every, made } from './dom.js';

const [FEWEST, MOST] = [2, 3];

/** The copy that lies on the phone knows no question mark: what the address asks for is shown here. */
export function showChosen() {
  const [place] = every('[data-compare]');
  const boxes = every('[data-compare-choose]').flatMap(boxesIn);
  const known = new Set(boxes.map((box) => box.value));
  const chosen = new Set([...new Set(new URLSearchParams(location.search).getAll('type'))].filter((slug) => known.has(slug)).slice(0, MOST));
  if (!place || !chosen.size) return;
  place.hidden = false;
  for (const one of every('[data-of]', place)) one.hidden = !chosen.has(one.dataset.of ?? '');
  for (const box of boxes) box.checked = chosen.has(box.value);
  every('[data-compare-others]').forEach((fold) => fold.removeAttribute('open'));
}

/** @param {HTMLElement} form */
function boxesIn(form) {
  return /** @type {HTMLInputElement[]} */ (every('input[type=checkbox][name=type]', form));
}

/** Never fewer than two, never more than three. @param {HTMLElement} form */
export function mindTheNumber(form) {
  const chosen = () => boxesIn(form).filter((box) => box.checked).length;
  const changed = () => {
    const full = chosen() >= MOST;
    for (const box of boxesIn(form)) box.disabled = full && !box.checked;
    if (chosen() >= FEWEST) hint(form, false);
  };
  form.addEventListener('change', changed);
  addEventListener('pageshow', changed);
  form.addEventListener('submit', (event) => {
    if (chosen() >= FEWEST) return;
    event.preventDefault();
    hint(form, true);
  });
  changed();
}

/** A new element, so that it is read aloud however often it is shown. @param {HTMLElement} form @param {boolean} wrong */
function hint(form, wrong) {
  const before = form.querySelector('[data-compare-hint]');
  if (!before || (!wrong && !before.matches('[role=alert]'))) return;
  const traits = { class: wrong ? 'ds-validation-message' : 'hint', role: wrong && 'alert', 'data-compare-hint': true };
  before.replaceWith(made('p', traits, before.textContent ?? ''));
}
