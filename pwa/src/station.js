// @ts-check
/** The health station on the phone: the minutes a time is kept, and the visits one can read without the net. */
import { thePagesPhone } from './device.js';
import { countDown } from './hold_page.js';
import { isMyPhone } from './settings.js';
import { makeVisits } from './visits.js';
import { keepThisVisit, showVisits } from './visits_page.js';

/** A browser may have a store and still refuse to use it: then nothing is shown. @param {import('./phone.js').Phone} phone */
async function kept({ store, vault }) {
  const visits = makeVisits(store, vault);
  await visits.forget(isMyPhone());
  await keepThisVisit(visits);
  await showVisits(visits);
}

countDown();
const phone = thePagesPhone();
if (phone) kept(phone).catch((error) => console.warn('The visits could not be kept or shown', error));
