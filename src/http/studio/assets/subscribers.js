/** Searches while one types, says how many are ticked, and goes on where a long list was searched in part. */

const TYPING_PAUSE_MS = 250;

const form = /** @type {HTMLFormElement | null} */ (document.getElementById('search'));
const box = /** @type {HTMLInputElement | null} */ (document.getElementById('text'));
const home = form?.action.replace(/\/search$/, '');

let timer = 0;
let asked = 0;
/** What is shown now. */
let shown = box?.value.trim() ?? '';

box?.addEventListener('input', () => {
  clearTimeout(timer);
  timer = setTimeout(search, TYPING_PAUSE_MS);
});

form?.addEventListener('submit', (event) => {
  event.preventDefault();
  clearTimeout(timer);
  void search();
});

document.addEventListener('keydown', (event) => {
  const isTyping = event.target.closest?.('input, textarea, select') !== null;
  if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  box?.focus();
});

/** As the form would: the text is posted, and the page that answers has a number for it. */
async function search() {
  const text = box.value.trim();
  if (text === shown) return;
  const wasSearch = shown !== '';
  shown = text;
  const body = new URLSearchParams({ text });
  const fresh = await read(text === '' ? home : form.action, text === '' ? {} : { method: 'POST', body });
  if (fresh === null) return;
  // One step of the history for a whole search, however many letters it took.
  if (wasSearch === (text !== '')) history.replaceState(null, '', fresh.url);
  else history.pushState(null, '', fresh.url);
  show(fresh.page);
}

/** The page at a URL; null if it is not the latest that was asked for. */
async function read(url, init = {}) {
  asked += 1;
  const own = asked;
  const response = await fetch(url, { ...init, headers: { accept: 'text/html' } }).catch(() => null);
  if (response === null || own !== asked) return null;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  if (own !== asked) return null;
  // Signed out, or another answer that is not a list.
  if (page.getElementById('results') === null) {
    location.assign(url === form.action ? home : url);
    return null;
  }
  return { page, url: response.url };
}

/** Takes over what was found, and leaves the box as it is being typed in. */
function show(page) {
  document.getElementById('results').replaceChildren(...page.getElementById('results').childNodes);
  const growth = document.getElementById('growth');
  if (growth !== null) growth.hidden = shown !== '';
  void proceed();
}

/** With nobody found yet in a part of a long list, looks on. */
async function proceed() {
  const more = document.querySelector('#more[data-continue]');
  if (more === null) return;
  const fresh = await read(more.href);
  if (fresh !== null) show(fresh.page);
}

// Back and forward between searches: the page of that URL.
addEventListener('popstate', () => location.reload());

document.addEventListener('change', (event) => {
  if (event.target.closest?.('#people') !== null) count();
});

function count() {
  const all = document.getElementById('all')?.checked;
  const ticked = document.querySelectorAll('#people input[name=who]:checked').length;
  document.getElementById('picked').textContent = all
    ? 'All selected'
    : ticked === 0
      ? 'Selected:'
      : `${ticked} selected`;
  // What is ticked must not vanish because somebody signs up.
  const list = document.getElementById('list');
  if (all || ticked > 0) list.removeAttribute('data-live');
}

void proceed();
