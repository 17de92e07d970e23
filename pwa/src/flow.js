// @ts-check
/** Turns one long form into one question at a time, kept on the phone, sent through its outbox. */
import { Conversation } from './conversation.js';
import { thePagesPhone } from './device.js';
import { makeWriting } from './writing.js';

/** @typedef {import('./phone.js').Phone} Phone */

/** A browser may have a store and still refuse to use it. @returns {Promise<Phone | undefined>} */
async function usablePhone() {
  const phone = thePagesPhone();
  return phone?.vault.owner().then(
    () => phone,
    () => undefined,
  );
}

/** @param {HTMLFormElement} form */
async function begin(form) {
  const phone = await usablePhone();
  const homeCheck = phone && (await phone.drafts.open('home-check')).length;
  const talk = new Conversation(form, phone && { phone, writing: await makeWriting(form, phone) });
  phone?.listen((news) => talk.heard(news));
  talk.begin({ home_check_on_phone: [homeCheck ? 'yes' : 'no'] });
}

for (const form of document.querySelectorAll('form[data-flow]')) begin(/** @type {HTMLFormElement} */ (form));
