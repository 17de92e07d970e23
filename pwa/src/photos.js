// @ts-check
/** The photo picker: several at once, shrunk, kept sealed; taken away by name, and back again. */
import { button, made } from './dom.js';
import { resized } from './resize.js';
import { counted, word } from './words.js';

/** @typedef {import('./drafts.js').Photo} Photo */
/** @typedef {{drafts: import('./drafts.js').Drafts, draft: () => import('./drafts.js').Draft, save: () => Promise<unknown>}} Desk */

export class PhotoPicker {
  /** @param {HTMLElement} place `[data-photos]`, as the macro photo_picker makes it @param {Desk} desk */
  constructor(place, desk) {
    this.place = place;
    this.desk = desk;
    this.input = /** @type {HTMLInputElement} */ (place.querySelector('input[type=file]'));
    this.list = /** @type {HTMLElement} */ (place.querySelector('[data-thumbs]'));
    this.status = /** @type {HTMLElement} */ (place.querySelector('[data-photo-count]'));
    this.refusals = made('div', { role: 'alert' });
    this.most = Number(place.dataset.maxPhotos ?? 6);
    this.status.after(this.refusals);
    this.input.addEventListener('change', () => this.picked());
  }

  async picked() {
    const files = [...(this.input.files ?? [])];
    this.input.value = '';
    this.refusals.replaceChildren();
    this.status.textContent = word('photos.working');
    for (const file of files) await this.take(file);
    await this.draw();
  }

  /** @param {File} file */
  async take(file) {
    const { drafts, draft, save } = this.desk;
    if (draft().photos.length >= this.most) return this.refuse('too_many', file.name);
    const small = await resized(file);
    if (typeof small === 'string') return this.refuse(small, file.name);
    const photo = await drafts.addPhoto(draft(), small.picture, small.name).catch(() => undefined);
    if (!photo) return this.refuse('no_room', file.name);
    draft().photos.push(photo);
    await save();
  }

  /** @param {string} why @param {string} name */
  refuse(why, name) {
    this.refusals.append(made('p', { class: 'ds-validation-message' }, word(`photos.${why}`, { name, num: this.most })));
  }

  async draw() {
    const { photos } = this.desk.draft();
    this.list.querySelectorAll('img').forEach((one) => URL.revokeObjectURL(one.src));
    this.list.replaceChildren(...(await Promise.all(photos.map((photo) => this.thumb(photo)))));
    this.status.textContent = photos.length ? counted('photos.count', photos.length) : '';
  }

  /** A picture this phone can't show, such as HEIC on some, is shown by its name alone. @param {Photo} photo */
  async thumb(photo) {
    const picture = await this.desk.drafts.picture(photo);
    const image = made('img', { alt: photo.name, src: picture ? URL.createObjectURL(picture) : '' });
    image.addEventListener('error', () => image.remove());
    const hidden = made('span', { class: 'ds-sr-only' }, ` ${photo.name}`);
    const away = button(word('photos.remove'), () => this.remove(photo, picture), 'tertiary');
    away.append(hidden);
    return made('li', {}, made('figure', { class: 'thumb' }, image, made('figcaption', {}, photo.name), away));
  }

  /** @param {Photo} photo @param {Blob | undefined} picture */
  async remove(photo, picture) {
    const { drafts, draft, save } = this.desk;
    draft().photos = draft().photos.filter((one) => one.id !== photo.id);
    await drafts.erasePhoto(photo);
    await save();
    await this.draw();
    const undo = button(word('undo'), () => this.bringBack(picture, photo.name), 'tertiary');
    this.status.replaceChildren(word('photos.removed', { name: photo.name }), ' ', undo);
    undo.focus();
  }

  /** @param {Blob | undefined} picture @param {string} name */
  async bringBack(picture, name) {
    const { drafts, draft, save } = this.desk;
    if (picture) draft().photos.push(await drafts.addPhoto(draft(), picture, name));
    await save();
    await this.draw();
    this.input.focus();
  }
}
