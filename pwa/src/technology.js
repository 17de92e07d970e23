// @ts-check
/** The catalogue on the phone: searching, comparing, keeping. */
import { showByCheck } from './check_page.js';
import { mindTheNumber, showChosen } from './compare_page.js';
import { thePagesPhone } from './device.js';
import { every } from './dom.js';
import { offerSearch } from './finding_page.js';
import { isMyPhone } from './settings.js';
import { offerKeeping, showThings } from './things_page.js';

/** A browser may have a store and still refuse to use it: then nothing is offered. @param {import('./phone.js').Phone} phone */
async function showKept(phone) {
  if (!isMyPhone()) await phone.things.forgetLent();
  await showThings(phone);
  await offerKeeping(phone);
  await showByCheck(phone);
}

every('form[data-search]').forEach((form) => offerSearch(/** @type {HTMLFormElement} */ (form)));
showChosen();
every('form[data-compare-choose]').forEach(mindTheNumber);

const phone = thePagesPhone();
if (phone) {
  showKept(phone).catch((error) => console.warn('What is kept could not be shown', error));
  window.addEventListener('pageshow', (event) => event.persisted && showThings(phone));
}
