import { live, refresh } from './live.js';
import { SAVED, SAVING, SEE_BELOW, SIGN_IN_AGAIN, TRYING_AGAIN, tell } from './saving.js';

/** Saves after this pause in typing, in milliseconds; and tries again after the other. */
const PAUSE = 500;
const RETRY = 3_000;

const TEXTS = ['subject', 'preheader', 'intro', 'sponsorTitle', 'sponsorText', 'sponsorUrl', 'closing'];
const MOVED = ['order', 'feature'];
const MOVED_BY = {
  up: 'order',
  down: 'order',
  order: 'order',
  orderAs: 'order',
  feature: 'feature',
  unfeature: 'feature',
};
const MARKS = ['hold', 'release', 'leaveOut', 'putBack', 'pin', 'unpin'];

// The form may be replaced when the state changes.
const form = () => document.getElementById('edit');
const field = (name) => form().elements.namedItem(name);
const wasOf = (name) => form().querySelector(`input[name="was-${name}"]`);
const conflictOf = (name) => document.getElementById(`${name}-conflict`);
const plain = (text) => text.replace(/\r\n?/g, '\n').trim();
const isTouched = (name) => plain(field(name).value) !== plain(wasOf(name).value);

let timer = 0;
let queue = Promise.resolve();
/** Why the last attempt to save failed: `away` is tried again. */
let trouble = null;
const hasUnsaved = () => form() !== null && TEXTS.some(isTouched);

/** Announces to screen readers. */
function say(words) {
  document.getElementById('said').textContent = words;
}

/** Beside the heading of the texts. */
const report = (words) => tell(document.getElementById('saving'), words);

/** Saves the form and a button's action, in order. */
function save(fields = {}) {
  clearTimeout(timer);
  queue = queue.then(() => saveNow(fields)).catch(() => tryAgain(TRYING_AGAIN, fields));
  return queue;
}

function tryAgain(words, fields) {
  trouble = 'away';
  report(words);
  clearTimeout(timer);
  timer = setTimeout(() => save(fields), RETRY);
}

async function saveNow(fields) {
  if (form() === null) return;
  const body = new URLSearchParams(new FormData(form()));
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  if (trouble !== 'away') report(SAVING);
  const headers = { accept: 'application/json' };
  const response = await fetch(form().action, { method: 'POST', body, headers });
  if (response.status === 401) return tryAgain(SIGN_IN_AGAIN, fields);
  const outcome = await response.json();
  trouble = response.ok ? null : outcome.kind;
  if (response.ok) remember(fields, body);
  if (response.ok) return saved(outcome.values, { ...fields, sent: body });
  if (outcome.kind === 'wrong') {
    report(SEE_BELOW);
    showProblems(outcome.problems);
  } else if (outcome.kind === 'refused') report(`Not saved. ${outcome.reason}`);
  else if (outcome.kind === 'conflict') {
    report('Not saved yet. Decide what is marked below.');
    await showConflict(body);
  } else throw new Error('The answer is none of ours.');
}

/** The page's URL names the last choice, so that the page offers to undo it. */
function remember({ do: pressed = '', keep }, sent) {
  const [action, slug = ''] = pressed.split(' ');
  const moved = MOVED_BY[action] ?? MOVED.find((name) => name === keep);
  if (action === '' && moved === undefined) return;
  const url = new URL(location.href);
  for (const name of ['done', 'saved', 'of', 'was']) url.searchParams.delete(name);
  if (MARKS.includes(action)) {
    url.searchParams.set('saved', action);
    url.searchParams.set('of', slug);
  } else if (moved !== undefined) {
    url.searchParams.set('saved', moved);
    url.searchParams.set('was', sent.get(`${keep ? 'theirs' : 'was'}-${moved}`) ?? '');
  }
  history.replaceState(null, '', url);
}

async function saved(values, { sent, keep, theirs }) {
  for (const name of MOVED) wasOf(name).value = values[name];
  for (const name of TEXTS) {
    const isSent = values[name] === plain(sent.get(name) ?? '');
    // What another editor wrote into a field that is being written here is a conflict of the next attempt.
    if (!isSent && name !== theirs && isTouched(name)) continue;
    if (!isSent) setText(name, values[name]);
    wasOf(name).value = values[name];
  }
  for (const name of [keep, theirs]) if (name) conflictOf(name)?.replaceChildren();
  for (const name of Object.keys(wrong)) notesOf(name)?.replaceChildren();
  wrong = {};
  markInvalid();
  report(SAVED);
  await refresh();
  markInvalid();
}

/** Sets a text as if it had been typed, so that its counter counts. */
function setText(name, text) {
  field(name).value = text;
  field(name).dispatchEvent(new Event('change', { bubbles: true }));
}

const notesOf = (name) => document.getElementById(`${name}-notes`);

/** What could not be kept, by field; the page, updating itself, knows only of what was. */
let wrong = {};

/** Says at each text what is wrong with it, as the page does that a submit without this script shows. */
function showProblems(problems) {
  wrong = problems;
  for (const [name, words] of Object.entries(problems)) {
    const error = document.createElement('p');
    error.className = 'error';
    error.id = `${name}-error`;
    error.textContent = words;
    notesOf(name).replaceChildren(error);
  }
  markInvalid();
}

function markInvalid() {
  for (const name of TEXTS) {
    if (notesOf(name)?.querySelector('.error')) field(name).setAttribute('aria-invalid', 'true');
    else field(name)?.removeAttribute('aria-invalid');
  }
}

/** Takes the conflicts from the page that a submit without this script would show. */
async function showConflict(body) {
  const response = await fetch(form().action, { method: 'POST', body, headers: { accept: 'text/html' } });
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const conflict of page.querySelectorAll('.conflict')) {
    if (conflict.childElementCount > 0) {
      document.getElementById(conflict.id)?.replaceChildren(...conflict.childNodes);
      continue;
    }
    const name = conflict.id.replace('-conflict', '');
    if (!TEXTS.includes(name) || !isTouched(name)) wasOf(name).value = valueIn(page, `was-${name}`);
  }
  form().querySelector('.conflict button')?.focus();
}

/** While a conflict is undecided, nothing is saved by itself. */
const isUndecided = () => form()?.querySelector('.conflict > *') !== null;

document.addEventListener('input', (event) => {
  if (event.target.form !== form() || form() === null) return;
  clearTimeout(timer);
  if (!isUndecided()) timer = setTimeout(save, PAUSE);
});

/** What was typed last is kept, even by one who leaves at once. */
function keepNow() {
  if (!hasUnsaved() || isUndecided()) return;
  const body = new URLSearchParams(new FormData(form()));
  const headers = { accept: 'application/json' };
  void fetch(form().action, { method: 'POST', body, headers, keepalive: true }).catch(() => undefined);
}
addEventListener('pagehide', keepNow);
addEventListener('beforeunload', (event) => {
  if (hasUnsaved() && (trouble !== null || isUndecided())) event.preventDefault();
});
document.addEventListener('visibilitychange', () => {
  if (hasUnsaved() && !isUndecided() && (document.hidden || trouble === 'away')) save();
});

document.addEventListener('submit', (event) => {
  if (event.target !== form()) return;
  event.preventDefault();
  const button = event.submitter;
  const name = button?.closest('[data-name]')?.dataset.name;
  closeMenu(button);
  save(button?.name ? { [button.name]: button.value } : {}).then(() => {
    if (name && button.id) say(positionWords(name));
    if (button?.id) focusAgain(button.id);
  });
});

function closeMenu(button) {
  const menu = button?.closest('details.menu');
  if (menu) menu.open = false;
}

/** The pressed button was replaced, or is gone: then focuses another of the same comparison. */
function focusAgain(id) {
  const button = document.getElementById(id);
  const item = document.getElementById(`item-${id.slice(id.indexOf('-') + 1)}`);
  const isSeen = button?.disabled === false && button.checkVisibility();
  const others = item?.querySelectorAll('button:not(:disabled), summary') ?? [];
  const seen = isSeen ? button : [...others].find((other) => other.checkVisibility());
  // Of one that left the issue, the list that it went to.
  (seen ?? document.getElementById('rest-fold'))?.focus();
}

function positionWords(name) {
  const items = [...form().querySelectorAll('ol.picks > li')];
  const at = items.findIndex((item) => item.dataset.name === name);
  return at === -1 ? `${name} is not in the issue` : `${name} is number ${at + 1} of ${items.length}`;
}

document.addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's' && form() !== null) {
    event.preventDefault();
    if (!isUndecided()) save().then(() => say('Saved'));
    return;
  }
  if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
  const item = event.target.closest?.('ol.picks > li');
  if (!item) return;
  event.preventDefault();
  item
    .querySelector(`.move button[id^="${event.key === 'ArrowUp' ? 'up' : 'down'}-"]:not(:disabled)`)
    ?.click();
});

/** A way to a field opens what it is folded into, and goes to the line that the button names. */
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href]');
  if (!link) return;
  if (link.dataset.view !== undefined || link.closest('#views')) return openView(event, link);
  if (link.closest('#before') && openTest(event, link)) return;
  const hash = link.getAttribute('href');
  const target = hash.startsWith('#') ? document.getElementById(hash.slice(1)) : null;
  if (target === null) return;
  const write = document.getElementById('pane-write');
  if (write && target.closest('.written')) write.checked = true;
  for (const part of ancestors(target)) if (part.localName === 'details') part.open = true;
  if (!target.matches('input, textarea')) return;
  event.preventDefault();
  target.focus();
  const line = Number(/line (\d+)/.exec(link.textContent)?.[1] ?? 0);
  if (line > 0) selectLine(target, line);
});

/** The checklist's way to a test opens the panel where there is room for it; elsewhere it is a page. */
function openTest(event, link) {
  const panel = document.getElementById('test');
  if (!panel?.checkVisibility() || panel.querySelector('form').action !== link.href) return false;
  event.preventDefault();
  panel.open = true;
  panel.querySelector('input:not([type=hidden])').focus();
  return true;
}

function* ancestors(element) {
  for (let part = element; part !== null; part = part.parentElement) yield part;
}

function selectLine(area, line) {
  const lines = area.value.split('\n');
  const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
  area.setSelectionRange(start, start + (lines[line - 1] ?? '').length);
}

/** Another view of the preview, without leaving what is written. */
function openView(event, link) {
  if (link.target === '_blank' || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const url = new URL(link.href);
  url.hash = '';
  history.replaceState(null, '', url);
  closeMenu(link);
  void refresh();
}

let dragged = null;

const itemAt = (event) => event.target.closest?.('ol.picks > li');

function unmark() {
  for (const item of document.querySelectorAll('.picks :is(.before, .after)'))
    item.classList.remove('before', 'after');
}

const isUpperHalf = (event, item) => {
  const { top, height } = item.getBoundingClientRect();
  return event.clientY < top + height / 2;
};

document.addEventListener('pointerdown', (event) => {
  for (const item of document.querySelectorAll('ol.picks > li'))
    item.draggable = item === itemAt(event) && !event.target.closest('button, summary, a');
});
document.addEventListener('dragstart', (event) => {
  dragged = itemAt(event);
  dragged?.classList.add('dragged');
  if (dragged) event.dataTransfer.effectAllowed = 'move';
});
document.addEventListener('dragover', (event) => {
  const item = itemAt(event);
  if (!dragged || !item) return;
  event.preventDefault();
  unmark();
  if (item !== dragged) item.classList.add(isUpperHalf(event, item) ? 'before' : 'after');
});
document.addEventListener('drop', (event) => {
  const item = itemAt(event);
  if (!dragged || !item || item === dragged) return;
  event.preventDefault();
  item[isUpperHalf(event, item) ? 'before' : 'after'](dragged);
  save({ do: 'order' });
});
document.addEventListener('dragend', () => {
  dragged?.classList.remove('dragged');
  dragged = null;
  unmark();
});

/** Shows another editor's changes, except in fields being edited here. */
async function follow() {
  // What can't be saved any more is left there, to be copied.
  if (dragged || (form() !== null && isUndecided()) || (trouble === 'refused' && hasUnsaved())) return;
  const fresh = await refresh();
  if (!fresh || form() === null || fresh.getElementById('edit') === null) return;
  for (const name of MOVED) wasOf(name).value = valueIn(fresh, `was-${name}`);
  for (const name of TEXTS) {
    field(name).placeholder = fresh.getElementById(name).placeholder;
    if (isTouched(name)) continue;
    if (field(name).value !== valueIn(fresh, `was-${name}`)) setText(name, valueIn(fresh, `was-${name}`));
    wasOf(name).value = valueIn(fresh, `was-${name}`);
  }
  showProblems(wrong);
}

const valueIn = (page, name) => page.querySelector(`input[name="${name}"]`)?.value ?? '';

const isWriting = () => form() !== null && document.activeElement?.form === form();

live(follow, () => (hasUnsaved() || isWriting() ? save() : location.reload()));
