// @ts-check
/** Building pieces of page without markup in strings. */

/**
 * @param {string} tag
 * @param {Record<string, string | boolean | ((event: Event) => void)>} [traits] attributes, or `on` for a click
 * @param {...(Node | string)} inside
 * @returns {HTMLElement}
 */
export function made(tag, traits = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(traits)) {
    if (typeof value === 'function') element.addEventListener('click', value);
    else if (value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...inside);
  return element;
}

/** @param {string} text @param {(event: Event) => void} on @param {string} [variant] */
export function button(text, on, variant = 'secondary') {
  return made('button', { type: 'button', class: 'ds-button', 'data-variant': variant, on }, text);
}

/** @param {string} text @param {string} href */
export function link(text, href) {
  return made('a', { class: 'ds-link', href }, text);
}

/**
 * @template {Element} [T=HTMLElement]
 * @param {string} selector @param {ParentNode} [within]
 * @returns {T[]}
 */
export function every(selector, within = document) {
  return /** @type {T[]} */ ([...within.querySelectorAll(selector)]);
}

/** Shows a heading to eyes and screen readers alike. @param {HTMLElement | null} element */
export function focusOn(element) {
  if (!element) return;
  if (!element.hasAttribute('tabindex')) element.tabIndex = -1;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: 'nearest' });
}
