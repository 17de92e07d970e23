// @ts-check
/** A photo made small on the phone. Drawing it anew also leaves behind where and when it was taken. */

const LONGEST = 2048;
const LARGEST = 15_000_000;
const PICTURE = /\.(jpe?g|png|webp|heic|heif|gif|bmp|avif)$/i;

/** @param {number} width @param {number} height */
export function fitted(width, height) {
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** What this phone can't read, such as HEIC on some, goes as it is: the server reads it. @param {File} file @returns {Promise<{picture: Blob, name: string} | 'wrong_kind' | 'too_large'>} */
export async function resized(file) {
  if (!file.type.startsWith('image/') && !PICTURE.test(file.name)) return 'wrong_kind';
  const drawn = await redrawn(file).catch(() => undefined);
  if (drawn) return { picture: drawn, name: file.name.replace(/\.[^.]*$/, '') + '.jpg' };
  return file.size > LARGEST ? 'too_large' : { picture: file, name: file.name };
}

/** @param {Blob} file */
async function redrawn(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const canvas = drawnOn(bitmap, fitted(bitmap.width, bitmap.height));
  bitmap.close();
  return new Promise((/** @type {(blob: Blob | undefined) => void} */ done) => canvas.toBlob((blob) => done(blob ?? undefined), 'image/jpeg', 0.85));
}

/** @param {ImageBitmap} bitmap @param {{width: number, height: number}} size */
function drawnOn(bitmap, size) {
  const canvas = Object.assign(document.createElement('canvas'), size);
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, size.width, size.height);
  pen.drawImage(bitmap, 0, 0, size.width, size.height);
  return canvas;
}
