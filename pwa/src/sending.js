// @ts-check
/** From "Send" to a receipt, or to the honest page that says it is only kept on this phone. */
import { controls, gather, payload } from './answers.js';
import { mistakes } from './checks.js';
import { askForSync } from './device.js';
import { every, focusOn, made } from './dom.js';
import { showMistakes } from './mistakes.js';
import { isUrgent, nameOf, steps } from './questions.js';
import { problemWords } from './waiting.js';
import { facts, word } from './words.js';

/** @typedef {{form: HTMLFormElement, phone: import('./phone.js').Phone, writing: import('./writing.js').Writing, walk: import('./walk.js').Walk}} Flow */
/** @typedef {import('./answer.js').Problem} Problem */

const PATIENCE = 20_000;
export const KEPT = 'kept-on-phone';

/** @param {Flow} flow */
export async function send(flow) {
  const { form, phone, writing } = flow;
  await writing.save();
  const what = await command(flow);
  const added = await phone.outbox.add(what, { ...writing.draft(), problem: undefined }).catch(() => undefined);
  if (added === undefined) return form.submit();
  await askForSync();
  const round = phone.outbox.sendAll({ force: true, owner: await phone.vault.owner() });
  await Promise.race([round, new Promise((done) => setTimeout(done, PATIENCE))]);
  await showOutcome(flow);
}

/** @param {Flow} flow */
async function command({ form, phone }) {
  const body = payload(form);
  if (body.attach_home_check) body.home_check = await homeCheck(phone);
  delete body.attach_home_check;
  return {
    command: form.dataset.command ?? form.action,
    receipt: facts().prefix + (form.dataset.receipt ?? location.pathname),
    lang: facts().lang,
    payload: body,
    urgent: isUrgent(form),
    title: form.dataset.title ?? document.title,
  };
}

/** The answers of the home check on this phone: question → answer. @param {import('./phone.js').Phone} phone */
async function homeCheck(phone) {
  const [check] = await phone.drafts.open('home-check');
  return Object.fromEntries(Object.entries(check?.answers ?? {}).map(([name, values]) => [name, values[0]]));
}

/** @param {Flow} flow @returns {Promise<void>} */
export async function showOutcome(flow) {
  const { id } = flow.writing.draft();
  const receipt = await flow.phone.outbox.receipt(id);
  if (receipt) return leave(flow.form, receipt.url);
  const entry = await flow.phone.outbox.find(id);
  if (entry?.state === 'needs_you') await comeBack(flow);
  else if (entry) showKept(flow, entry);
}

/** An emptied form has nothing for the browser to fill in again when somebody goes back. @param {HTMLFormElement} form @param {string} url */
function leave(form, url) {
  form.reset();
  location.assign(url);
}

/** The shell tells there what it tells in its strip. @param {Flow} flow @param {import('./outbox.js').Entry} entry */
function showKept({ phone, walk }, entry) {
  if (walk.here() === KEPT) return;
  const panel = document.getElementById(KEPT);
  const place = panel?.querySelector('[data-kept]') ?? panel;
  const heading = made('h1', { class: 'q', tabindex: '-1' }, word('outbox.heading'));
  place?.replaceChildren(heading, made('div', { class: 'stack', 'data-entry': entry.id }));
  walk.go(KEPT, { replace: true });
  phone.stir();
}

/** The API said no, or the person wants to change something: a draft again, at the right question. @param {Flow} flow @returns {Promise<void>} */
async function comeBack(flow) {
  const draft = await flow.phone.outbox.takeBack(flow.writing.draft().id);
  if (!draft) return showOutcome(flow);
  flow.writing.take(draft);
  flow.walk.go('se-over', { replace: true });
  if (draft.problem) showProblem(flow, draft.problem);
}

/** @param {Flow} flow @param {Problem} problem */
export function showProblem({ form, walk }, problem) {
  const wrong = fieldMistakes(form, problem.errors ?? {});
  const section = steps(form).find((one) => wrong.some(({ control }) => one.contains(control)));
  if (!section) return showWords(form, problem);
  walk.go(nameOf(section));
  showMistakes(section, wrong.filter(({ control }) => section.contains(control)));
}

/** @param {HTMLFormElement} form @param {Record<string, any>} errors */
function fieldMistakes(form, errors) {
  const told = flat(errors);
  const same = (/** @type {string} */ field, /** @type {string} */ name) => `${field}.`.startsWith(`${name}.`) || name.startsWith(`${field}.`);
  const named = (/** @type {string} */ name) => told.find(([field]) => same(field, name.replace(/\[\]$/, '')));
  const firsts = controls(form).filter((control, at, all) => all.findIndex((other) => other.name === control.name) === at);
  return firsts.flatMap((control) => {
    const found = named(control.name);
    return found ? [{ control, text: found[1] }] : [];
  });
}

/** Nested or dotted, lists or words: field → words. @param {any} errors @param {string} [path] @returns {[string, string][]} */
export function flat(errors, path = '') {
  if (typeof errors === 'string') return [[path, errors]];
  if (Array.isArray(errors)) return flat(String(errors[0]), path);
  return Object.entries(errors).flatMap(([name, inner]) => flat(inner, path ? `${path}.${name}` : name));
}

/** @param {HTMLFormElement} form @param {Problem} problem */
function showWords(form, problem) {
  const call = made('a', { class: 'ds-link', href: facts().phone_link }, word('outbox.call'));
  const summary = made('div', { class: 'ds-error-summary', tabindex: '-1', 'data-mistakes': true }, made('h2', { class: 'ds-heading' }, word('flow.refused')), made('p', {}, problemWords(problem)), made('p', {}, call));
  every('[data-review] [data-mistakes]', form).forEach((one) => one.remove());
  form.querySelector('[data-review]')?.prepend(summary);
  focusOn(summary);
}

/** The first question that isn't answered as it must be. @param {HTMLFormElement} form */
export function firstWrong(form) {
  return steps(form).find((section) => section.matches('.question') && mistakes(section, gather(form), word).length);
}
