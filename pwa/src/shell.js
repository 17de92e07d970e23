// @ts-check
/** On every page: how it looks, what waits to be sent, and that it is here without the net. */
import { askForSync, canKeep, handOver } from './device.js';
import { every, link, made } from './dom.js';
import { readingPage } from './page.js';
import { openPhone } from './phone.js';
import { isMyPhone, settings, thisIsMyPhone } from './settings.js';
import { comeWhenTheNetIsBack } from './standing_in.js';
import { showNet, showSent, showWaiting } from './strips.js';
import { keepUpToDate, noticeWriting } from './update.js';
import { facts, saidTime, word } from './words.js';

/** @typedef {import('./phone.js').Phone} Phone */
/** @typedef {import('./outbox.js').Receipt} Receipt */

const TIME_TO_READ = 3000;
/** @type {number | undefined} */
let timer;
/** @type {Receipt[]} */
const sentHere = [];

/** The first page of a visit comes in the language the person chose. */
function ownLanguage() {
  const { lang } = settings();
  const other = /** @type {HTMLLinkElement | null} */ (document.querySelector(`link[rel=alternate][hreflang="${lang}"]`));
  const first = !sessionStorage.getItem('hundre.begun');
  sessionStorage.setItem('hundre.begun', 'yes');
  if (first && other && location.pathname === '/' && lang !== facts().lang) location.replace(new URL(other.href).pathname);
}

/** @param {Phone} phone */
function keepSending(phone) {
  const round = (/** @type {import('./outbox.js').Why} */ why = { awake: true }) => send(phone, why);
  addEventListener('online', () => round({ force: true }));
  window.addEventListener('pageshow', (event) => event.persisted && round());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && round());
  return round();
}

/** @param {Phone} phone @param {import('./outbox.js').Why} why */
async function send(phone, why) {
  await phone.outbox.sendAll({ ...why, owner: facts().owner && (await phone.vault.owner()) });
  await refresh(phone);
  tellOf(phone, await phone.outbox.untold());
}

/** @param {Phone} phone */
async function refresh(phone) {
  showWaiting(await phone.outbox.list(), {
    retry: () => send(phone, { force: true }),
    takeBack: (entry) => phone.outbox.takeBack(entry.id).then((draft) => draft && goTo(entry.page, entry.id)),
  });
  clearTimeout(timer);
  const next = await phone.outbox.nextDue();
  if (next) timer = setTimeout(() => send(phone, {}), Math.min(Math.max(next - Date.now(), 1000), 2 ** 31 - 1));
}

/** The form may be this very page. @param {string} page @param {string} id */
function goTo(page, id) {
  const here = location.pathname === page;
  location.assign(`${page}#utkast-${id}`);
  if (here) location.reload();
}

/** What was begun and what was sent from this phone, where the page has room for it. @param {Phone} phone */
async function showKept(phone) {
  for (const shelf of every('[data-resume]')) {
    const drafts = (await phone.drafts.open()).filter((draft) => draft.flow !== 'home-check');
    const lines = drafts.map((one) => made('a', { class: 'ds-button', 'data-fullwidth': true, href: `${one.page}#utkast-${one.id}` }, word('resume', { when: saidTime(one.changed) })));
    shelf.replaceChildren(made('p', { class: 'buttons' }, ...lines));
    shelf.hidden = !lines.length;
  }
  const receipts = await phone.outbox.receipts();
  const isHere = (/** @type {Receipt} */ one) => one.url === location.pathname + location.search;
  if (receipts.some((one) => isHere(one) && one.refused.length)) showSent(receipts.filter(isHere));
  for (const shelf of every('[data-receipts]')) {
    const lines = receipts.map((one) => made('li', {}, link(`${one.title} ${one.reference}`, one.url)));
    (shelf.querySelector('ul') ?? shelf).replaceChildren(...lines);
    shelf.hidden = !lines.length;
  }
}

/** A signed-in page says whose it is; then the phone is opened for them, and closed for anybody else. @param {Phone} phone */
async function whoIsHere(phone) {
  const { owner } = facts();
  if ('signedOut' in document.body.dataset) await phone.vault.close();
  else if (owner && owner !== (await phone.vault.owner())) await phone.vault.meet();
  for (const form of /** @type {HTMLFormElement[]} */ (every('form[data-sign-out]'))) form.addEventListener('submit', (event) => signOut(phone, form, event));
}

/** The key goes first, then the session. @param {Phone} phone @param {HTMLFormElement} form @param {Event} event */
function signOut(phone, form, event) {
  event.preventDefault();
  phone.vault.close().finally(() => form.submit());
}

function offerMyPhone() {
  for (const button of every('[data-my-phone]')) {
    button.hidden = isMyPhone();
    button.addEventListener('click', () => thisIsMyPhone().then(() => (button.textContent = word('my_phone.yes'))));
  }
}

async function keeping() {
  const phone = openPhone();
  handOver(phone);
  phone.listen(({ sent }) => {
    tellOf(phone, sent);
    refresh(phone);
  });
  await whoIsHere(phone);
  await painted();
  if (!isMyPhone()) await phone.drafts.forgetLent();
  await keepSending(phone);
  await showKept(phone);
  await askForSync();
}

/** Until it has stood on a page long enough to be read: the page may be on its way out. A receipt's own page says it itself. @param {Phone} phone @param {Receipt[]} sent */
function tellOf(phone, sent) {
  if (!sent.length || document.visibilityState !== 'visible') return;
  const elsewhere = sent.filter((one) => one.url !== location.pathname + location.search);
  sentHere.push(...elsewhere.filter((one) => !sentHere.some((before) => before.id === one.id)));
  if (sentHere.length) showSent(sentHere);
  setTimeout(() => phone.outbox.haveTold(sent), TIME_TO_READ);
}

/** What can be read stands before the phone's own work begins. A page nobody looks at is never painted. */
function painted() {
  return new Promise((done) => (requestAnimationFrame(() => setTimeout(done)), setTimeout(done, 300)));
}

function tellOfNet() {
  addEventListener('online', showNet);
  addEventListener('offline', showNet);
  showNet();
  comeWhenTheNetIsBack();
}

readingPage();
tellOfNet();
ownLanguage();
noticeWriting();
offerMyPhone();
if (canKeep()) keeping();
addEventListener('load', () => keepUpToDate());
