// @ts-check
/** One person answering one form: question, check, next, look over, send. */
import { gather, isChosen } from './answers.js';
import { mistakes } from './checks.js';
import { every, made } from './dom.js';
import { clearMistakes, showMistakes } from './mistakes.js';
import { LATER, RED, fillLater, flowButtons, greeting, panel } from './panels.js';
import { PhotoPicker } from './photos.js';
import { nameOf, redFlag, steps, switchOver, takeBackRed } from './questions.js';
import { fillResult, fillReview } from './review.js';
import { KEPT, firstWrong, send, showOutcome, showProblem } from './sending.js';
import { makeWalk } from './walk.js';
import { word } from './words.js';

/** @typedef {{phone: import('./phone.js').Phone, writing: import('./writing.js').Writing}} Keeping */

export class Conversation {
  /** @param {HTMLFormElement} form @param {Keeping} [keeping] without it the browser sends the form itself */
  constructor(form, keeping) {
    this.form = form;
    this.keeping = keeping;
    this.changing = false;
    this.sending = false;
    this.panels = [RED, KEPT, LATER].map((id) => panel(id, form));
    this.walk = makeWalk(form, this.panels, (section) => this.arrived(section));
    this.buttons = flowButtons(
      () => this.forward(),
      keeping && (() => this.later()),
    );
    /** @type {import('./answers.js').Answers} */
    this.beside = {};
  }

  /** @param {import('./answers.js').Answers} beside what is known without being asked */
  begin(beside) {
    this.beside = beside;
    switchOver(this.form, beside);
    this.form.append(this.buttons);
    this.listen();
    this.pickPhotos();
    this.openFirst();
  }

  listen() {
    this.form.addEventListener('input', (event) => this.answered(/** @type {HTMLInputElement} */ (event.target)));
    this.form.addEventListener('submit', (event) => this.submitted(event));
    every('[data-red-back]').forEach((one) => one.addEventListener('click', () => history.back()));
    const back = (/** @type {Event} */ event) => this.walk.back() && event.preventDefault();
    every('[data-back]').forEach((one) => one.addEventListener('click', back));
  }

  pickPhotos() {
    const { keeping } = this;
    if (!keeping) return;
    const desk = { drafts: keeping.phone.drafts, draft: keeping.writing.draft, save: keeping.writing.save };
    every('[data-photos]', this.form).forEach((place) => new PhotoPicker(place, desk).draw());
  }

  /** Where the server found a mistake, where this tab was, where the person left off, or the beginning. */
  openFirst() {
    const wrong = this.form.querySelector('[aria-invalid=true]')?.closest('.question, [data-review]');
    const first = wrong ?? steps(this.form).find((section) => nameOf(section) === this.leftAt()) ?? steps(this.form)[0];
    this.walk.go(nameOf(/** @type {HTMLElement} */ (first)), { replace: true, quiet: true });
    const problem = this.keeping?.writing.draft().problem;
    if (problem && this.keeping) showProblem({ ...this, ...this.keeping }, problem);
    else if (this.keeping?.writing.resumed) greeting(this.form, this.keeping.writing, this.walk, () => switchOver(this.form, this.beside));
  }

  /** A new draft begins at the beginning, whatever this tab showed before. */
  leftAt() {
    const writing = this.keeping?.writing;
    if (writing && !writing.resumed) return undefined;
    return history.state?.at ?? writing?.draft().step;
  }

  /** @param {HTMLInputElement} control */
  answered(control) {
    switchOver(this.form, this.beside);
    if (control.dataset.flag === 'red' && isChosen(control)) this.walk.go(RED);
  }

  /** @param {HTMLElement} section */
  arrived(section) {
    if (section.id !== RED) takeBackRed(this.form);
    if (section.id === LATER) fillLater(section);
    if ('review' in section.dataset) this.lookOver();
    if ('result' in section.dataset) fillResult(section, gather(this.form));
    this.buttons.hidden = !section.matches('.question');
    if (!this.form.contains(section)) return;
    this.remember(nameOf(section));
    this.outcome();
  }

  lookOver() {
    this.changing = false;
    fillReview(this.form, (name) => {
      this.changing = true;
      this.walk.go(name);
    });
  }

  /** @param {string} name */
  remember(name) {
    const draft = this.keeping?.writing.draft();
    if (!draft) return;
    draft.step = name;
    if (!draft.visited.includes(name)) draft.visited.push(name);
  }

  forward() {
    const section = this.walk.current();
    if (redFlag(this.form)) return this.walk.go(RED);
    const wrong = mistakes(section, gather(this.form), word);
    if (wrong.length) return showMistakes(section, wrong);
    clearMistakes(section);
    this.keeping?.writing.save();
    if (this.changing) this.walk.go(nameOf(this.nextOpen()));
    else this.walk.next();
  }

  /** After a change: what it opened, what is wrong now, else the last page. */
  nextOpen() {
    const visited = this.keeping?.writing.draft().visited ?? [];
    const all = steps(this.form);
    return all.find((one) => !visited.includes(nameOf(one)) || mistakes(one, gather(this.form), word).length) ?? all[all.length - 1];
  }

  async later() {
    await this.keeping?.writing.save();
    this.walk.go(LATER);
  }

  /** @param {SubmitEvent} event */
  submitted(event) {
    const last = 'review' in this.walk.current().dataset;
    if (last && this.mayGo() && !this.keeping) return;
    event.preventDefault();
    if (!last) this.forward();
    else if (this.mayGo()) this.send(/** @type {HTMLElement | null} */ (event.submitter));
  }

  mayGo() {
    const wrong = firstWrong(this.form);
    if (redFlag(this.form)) this.walk.go(RED);
    else if (wrong) {
      this.walk.go(nameOf(wrong));
      showMistakes(wrong, mistakes(wrong, gather(this.form), word));
    } else return true;
    return false;
  }

  /** One press, however often the button is pressed. @param {HTMLElement | null} press */
  async send(press) {
    if (this.sending || !this.keeping) return;
    this.sending = true;
    const told = made('p', { role: 'status' });
    press?.after(told);
    press?.setAttribute('aria-busy', 'true');
    told.textContent = word('flow.sending');
    await send({ ...this, ...this.keeping });
    press?.removeAttribute('aria-busy');
    told.remove();
    this.sending = false;
  }

  /** @param {import('./outbox.js').News} news what a tab or the service worker has sent */
  heard(news) {
    const mine = this.keeping?.writing.draft().id;
    if (this.walk.here() === KEPT || news.sent.some((one) => one.id === mine)) this.outcome();
  }

  /** What is sent, or waits to be, is not written on. */
  outcome() {
    if (this.keeping && !this.sending) showOutcome({ ...this, ...this.keeping });
  }
}
