// @ts-check
/** How this person wants to read: text size, colours, contrast. Kept on the phone, used before any sign-in. */

const PLACE = 'hundre.settings';

/** @returns {Record<string, string>} size, color, contrast, lang, my_phone, shortcuts */
export function settings() {
  try {
    return JSON.parse(localStorage.getItem(PLACE) || '{}');
  } catch {
    return {};
  }
}

/** Kept, and used at once. A browser that refuses to keep it still uses it on this page. @param {string} name @param {string} value */
export function set(name, value) {
  const all = { ...settings(), [name]: value };
  try {
    localStorage.setItem(PLACE, JSON.stringify(all));
  } finally {
    apply(all);
  }
}

/** What the person never chose stays as the page has it. @param {Record<string, string>} all */
export function apply(all) {
  const page = document.documentElement;
  if (all.color) page.dataset.colorScheme = all.color;
  if (all.contrast) page.dataset.contrast = all.contrast;
  if (all.size) document.body.dataset.size = all.size;
}

/** Pages opened in other tabs, and pages the browser kept, follow. */
export function follow() {
  window.addEventListener('storage', (event) => event.key === PLACE && apply(settings()));
  addEventListener('pageshow', () => apply(settings()));
}

/** The form on /innstillinger: radios and checkboxes named after the settings. @param {HTMLFormElement} form */
export function bind(form) {
  const kept = settings();
  for (const control of /** @type {HTMLInputElement[]} */ ([...form.elements])) {
    if (control.type === 'radio' && control.name in kept) control.checked = kept[control.name] === control.value;
    if (control.type === 'checkbox') control.checked = kept[control.name] === 'yes';
  }
  form.addEventListener('change', (event) => chosen(/** @type {HTMLInputElement} */ (event.target)));
}

/** @param {HTMLInputElement} control */
function chosen(control) {
  const value = control.type === 'checkbox' ? (control.checked ? 'yes' : 'no') : control.value;
  set(control.name, value);
}

/** The person has said that nobody else uses this phone. */
export function isMyPhone() {
  return settings().my_phone === 'yes';
}

/** Asks the browser never to clear what is kept here. */
export async function thisIsMyPhone() {
  set('my_phone', 'yes');
  return (await navigator.storage?.persist?.()) ?? false;
}
