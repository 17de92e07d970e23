// @ts-check
/** Must come before htmx itself, which reads its settings while it loads. */
import { made } from './dom.js';

const settings = JSON.stringify({ includeIndicatorCSS: false, mode: 'same-origin', history: false, defaultTimeout: 30_000 });
document.querySelector('meta[name="htmx-config"]')?.remove();
document.head.append(made('meta', { name: 'htmx-config', content: settings }));
