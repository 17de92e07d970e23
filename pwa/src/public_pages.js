// @ts-check
/** Which addresses may have a copy on the phone. */

const PRIVATE = /^\/(min-side|ansatt|logg-inn|logg-ut|dev|api|time\/(?!onske\/?$)[^/]+|bolig\/kvittering)(\/|$)/;

/** @param {string} path @returns {[string, string]} the language's prefix, and the rest */
export function parted(path) {
  const [, prefix, rest] = /^(\/(?:nn|en)(?=\/|$))?(.*)$/.exec(path) ?? ['', '', path];
  return [prefix ?? '', rest || '/'];
}

/** @param {string} path */
export function isPrivate(path) {
  return PRIVATE.test(parted(path)[1]);
}

/** @param {string} path */
export function offlinePage(path) {
  return `${parted(path)[0]}/uten-nett`;
}

/** Files whose names change with their content. @param {string} path */
export function isFile(path) {
  return path.startsWith('/static/') || path.startsWith('/tema/');
}

/** A page says so itself; a file at least isn't a page. @param {Response} answer */
export function isOurs(answer) {
  const page = /^text\/html/.test(answer.headers.get('Content-Type') ?? '');
  return answer.status === 200 && (!page || answer.headers.get('Hundre') === '1');
}

/** Only whole, public answers. @param {Response} answer */
export function mayBeKept(answer) {
  return isOurs(answer) && !/no-store|private/.test(answer.headers.get('Cache-Control') ?? '');
}
