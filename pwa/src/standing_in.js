// @ts-check
/** "No net" may stand where another page was asked for: that page comes by itself when the house answers again. */
import { parted } from './public_pages.js';

const FIRST = 1000;
const LONGEST = 30_000;

/** A café's sign-in page answers too, but not as us. */
async function answers() {
  const answer = await fetch('/healthz', { cache: 'no-store', redirect: 'error' }).catch(() => undefined);
  return answer?.ok && answer.headers.get('Hundre') === '1';
}

/** Asks more and more seldom, and never for a page nobody looks at. */
export function comeWhenTheNetIsBack() {
  if (!document.querySelector('[data-no-net]') || parted(location.pathname)[1] === '/uten-nett') return;
  let pause = FIRST;
  const look = async () => {
    if (document.visibilityState === 'visible' && navigator.onLine && (await answers())) return location.reload();
    setTimeout(look, pause);
    pause = Math.min(pause * 2, LONGEST);
  };
  setTimeout(look, pause);
  addEventListener('online', () => location.reload());
}
