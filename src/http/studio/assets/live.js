const RETRY_MS = 250;
/** After a refusal, as while the server starts again: browsers give up then. */
const FOLLOW_AGAIN_MS = 5_000;

/**
 * Calls back after changes on the server, and when a lost connection is restored. Calls never overlap: changes during
 * a call lead to one more. Hidden pages do not listen: browsers open only six connections per host, across all tabs.
 *
 * @param {() => Promise<void>} onChange
 * @param {() => void} [onSignedOut] Called when the session has ended, perhaps in another tab.
 */
export function live(onChange, onSignedOut = () => undefined) {
  let isBusy = false;
  let isDue = false;
  const call = async () => {
    if (isBusy) {
      isDue = true;
      return;
    }
    isBusy = true;
    do {
      isDue = false;
      await onChange().catch(() => undefined);
    } while (isDue);
    isBusy = false;
  };
  let events = null;
  const follow = () => {
    events?.close();
    events = null;
    if (document.hidden) return;
    const opened = new EventSource(new URL('../events', import.meta.url));
    events = opened;
    events.addEventListener('error', () => {
      if (opened.readyState === EventSource.CLOSED && opened === events)
        setTimeout(() => opened === events && follow(), FOLLOW_AGAIN_MS);
    });
    events.addEventListener('ready', call);
    events.addEventListener('changed', call);
    events.addEventListener('signed-out', () => {
      events?.close();
      onSignedOut();
    });
  };
  document.addEventListener('visibilitychange', follow);
  follow();
}

/**
 * Fetches this page again and replaces what has changed: every element with `data-live` and an id, unless it is being
 * typed in, and every frame with `data-live-src`. If the set of such parts has changed, replaces the enclosing
 * element with `data-live-whole`.
 *
 * @returns {Promise<Document | null>} The page as it is now.
 */
export async function refresh() {
  const fresh = await pageNow();
  if (fresh === null) return null;
  for (const element of document.querySelectorAll('[data-live-whole][id]')) {
    const other = fresh.getElementById(element.id);
    if (other !== null && partsOf(other) !== partsOf(element)) exchange(element, other);
  }
  for (const element of document.querySelectorAll('[data-live][id]')) {
    const other = fresh.getElementById(element.id);
    if (other === null) continue;
    keepOpen(element, other);
    if (other.innerHTML !== element.innerHTML) exchange(element, other);
  }
  for (const frame of document.querySelectorAll('iframe[data-live-src][id]')) {
    const url = fresh.getElementById(frame.id)?.getAttribute('src');
    if (url && url !== frame.getAttribute('src')) load(frame, url);
  }
  announceProgress();
  return fresh;
}

/** How far the sending on this page is, in tenths; null if there is none. */
function tenths() {
  const bar = document.querySelector('#sending progress');
  return bar === null ? null : Math.floor((10 * bar.value) / bar.max);
}

let heardTenths = tenths();

/** Says each tenth of the way to screen readers, on pages that have a place for it. */
function announceProgress() {
  const now = tenths();
  const said = document.getElementById('said');
  if (said !== null && now !== null && now > (heardTenths ?? -1))
    said.textContent = document.getElementById('sending-heading').textContent;
  heardTenths = now;
}

/** Tries again where another process of the newsletter has what the page is about. */
async function pageNow(tries = 5) {
  const response = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (response.status === 503 && tries > 1) {
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    return pageNow(tries - 1);
  }
  if (!response.ok) return null;
  // Another page has taken this one's place, such as the report of an issue that is out.
  if (response.redirected && new URL(response.url).pathname !== location.pathname) {
    location.assign(response.url);
    return null;
  }
  return new DOMParser().parseFromString(await response.text(), 'text/html');
}

/** A part with parts of its own is compared by itself. */
const partsOf = (element) =>
  Array.from(element.querySelectorAll('[data-live], [data-live-src], [data-live-whole]'))
    .filter((part) => part.parentElement.closest('[data-live-whole]') === element)
    .map(({ id }) => id)
    .join(' ');

/** Keeps `details` with an id open. */
function keepOpen(element, other) {
  for (const { id } of element.querySelectorAll('details[open][id]'))
    other.querySelector(`#${CSS.escape(id)}`)?.setAttribute('open', '');
}

/** Keeps the keyboard focus if its element still exists. */
function exchange(element, other) {
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  if (focused?.matches('input, textarea, select')) return;
  element.replaceChildren(...other.childNodes);
  if (focused?.id) document.getElementById(focused.id)?.focus();
}

/** Loads another URL into a frame, keeping its scroll position. */
function load(frame, url) {
  const top = frame.contentWindow?.scrollY ?? 0;
  frame.addEventListener('load', () => frame.contentWindow?.scrollTo(0, top), { once: true });
  frame.setAttribute('src', url);
}
