/** Says whether what was typed is kept: in the same words on every page that saves by itself. */

export const SAVING = 'Saving…';
export const SAVED = 'Saved a moment ago';
export const TRYING_AGAIN = 'Not saved. Trying again…';
export const SIGN_IN_AGAIN = 'Not saved. Sign in again in another tab, then go on here.';
export const SEE_BELOW = 'Not saved. See what is marked below.';

/** After this time, "a moment ago" becomes a time of day. */
const A_MOMENT = 60_000;

const TICK =
  '<svg width="16" height="16" viewBox="0 0 20 20" aria-hidden="true"><path d="M4.5 10.5l3.7 3.7 7.3-8" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></svg>';

/** Shows the words in `place`; nothing happens if they stand there already, so that they are not read aloud twice. */
export function tell(place, words) {
  if (place === null || place.textContent.trim() === words) return;
  place.classList.toggle('unsaved', words.startsWith('Not saved'));
  place.innerHTML = words.startsWith('Saved') ? TICK : '';
  place.append(` ${words}`);
  if (words.startsWith(SAVED)) setTimeout(() => age(place, words), A_MOMENT);
}

function age(place, words) {
  if (place.textContent.trim() !== words) return;
  const time = new Date(Date.now() - A_MOMENT).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  tell(place, words.replace(SAVED, `Saved at ${time}`));
}
