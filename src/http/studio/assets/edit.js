import { live, refresh } from './live.js';

/** Saves after this pause in typing, in milliseconds. */
const PAUSE = 700;

const TEXTS = ['subject', 'preheader', 'intro', 'sponsorTitle', 'sponsorText', 'sponsorUrl', 'closing'];

const form = document.getElementById('edit');
const saving = document.getElementById('saving');
const field = (name) => form.elements.namedItem(name);
const wasOf = (name) => form.querySelector(`input[name="was-${name}"]`);
const plain = (text) => text.replace(/\r\n?/g, '\n').trim();
const isTouched = (name) => plain(field(name).value) !== plain(wasOf(name).value);

let timer = 0;
let queue = Promise.resolve();

/** Announces to screen readers. */
function say(words) {
  document.getElementById('said').textContent = words;
}

/** Saves the form and a button's action, in order. */
function save(fields = {}) {
  clearTimeout(timer);
  queue = queue
    .then(() => saveNow(fields))
    .catch(() => {
      saving.textContent = 'Not saved: the program does not answer. It is tried again when you go on.';
    });
  return queue;
}

async function saveNow(fields) {
  const body = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  saving.textContent = 'Saving…';
  const response = await fetch(form.action, {
    method: 'POST',
    body,
    headers: { accept: 'application/json' },
  });
  if (response.status === 401) {
    saving.textContent = 'Not saved: sign in again in another tab, then go on here.';
    return;
  }
  const outcome = await response.json();
  if (response.ok) {
    for (const [name, value] of Object.entries(outcome.values)) wasOf(name).value = value;
    form.querySelector('#conflict').replaceChildren();
    showProblems({});
    saving.textContent = `Saved at ${new Date().toLocaleTimeString()}`;
    await refresh();
    return;
  }
  saving.textContent = 'Not saved.';
  if (outcome.kind === 'wrong') {
    saving.textContent = 'Not saved: see what is marked above.';
    showProblems(outcome.problems);
  } else if (outcome.kind === 'refused') saving.textContent = `Not saved: ${outcome.reason}`;
  else if (outcome.kind === 'conflict') showConflict(body);
}

/** Says at each text what is wrong with it, as the page does that a submit without this script shows. */
function showProblems(problems) {
  for (const name of TEXTS) {
    document.getElementById(`${name}-problem`)?.remove();
    const words = problems[name];
    field(name).removeAttribute('aria-invalid');
    field(name).setAttribute(
      'aria-describedby',
      `${name}-hint${words === undefined ? '' : ` ${name}-problem`}`,
    );
    if (words === undefined) continue;
    field(name).setAttribute('aria-invalid', 'true');
    const problem = document.createElement('p');
    problem.className = 'error';
    problem.id = `${name}-problem`;
    problem.textContent = words;
    document.getElementById(`${name}-hint`).before(problem);
  }
}

/** Takes the conflict from the page that a submit without this script would show. */
async function showConflict(body) {
  const response = await fetch(form.action, { method: 'POST', body, headers: { accept: 'text/html' } });
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const conflict = page.getElementById('conflict');
  if (conflict === null || conflict.childElementCount === 0) return;
  form.querySelector('#conflict').replaceChildren(...conflict.childNodes);
  for (const name of [...TEXTS, 'order', 'feature'])
    wasOf(name).value = page.querySelector(`input[name="was-${name}"]`).value;
  form.querySelector('#conflict button').focus();
}

/** While a conflict is unresolved, nothing is saved automatically. */
const isUndecided = () => form.querySelector('#conflict').childElementCount > 0;

form.addEventListener('input', () => {
  clearTimeout(timer);
  if (!isUndecided()) timer = setTimeout(save, PAUSE);
});

document.addEventListener('visibilitychange', () => {
  if (document.hidden && !isUndecided() && TEXTS.some(isTouched)) save();
});

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const button = event.submitter;
  const name = button?.closest('[data-name]')?.dataset.name;
  save(button?.name ? { [button.name]: button.value } : {}).then(() => {
    if (name && button.id) say(positionWords(name));
    if (button?.id) focusAgain(button.id);
  });
});

/** The pressed button was replaced, or is gone: then focuses another of the same comparison. */
function focusAgain(id) {
  const button = document.getElementById(id);
  const item = document.getElementById(`item-${id.slice(id.indexOf('-') + 1)}`);
  const target = button?.disabled === false ? button : item?.querySelector('button:not(:disabled)');
  target?.focus();
}

function positionWords(name) {
  const items = [...form.querySelectorAll('ol.edit-items > li')];
  const at = items.findIndex((item) => item.dataset.name === name);
  return at === -1 ? `${name} is not in the issue` : `${name} is number ${at + 1} of ${items.length}`;
}

document.addEventListener('keydown', (event) => {
  if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
  const item = event.target.closest?.('ol.edit-items > li');
  if (!item) return;
  event.preventDefault();
  item
    .querySelector(`.moves button[id^="${event.key === 'ArrowUp' ? 'up' : 'down'}-"]:not(:disabled)`)
    ?.click();
});

let dragged = null;

const itemAt = (event) => event.target.closest?.('ol.edit-items > li');

function unmark() {
  for (const item of form.querySelectorAll('.before, .after')) item.classList.remove('before', 'after');
}

const isUpperHalf = (event, item) => {
  const { top, height } = item.getBoundingClientRect();
  return event.clientY < top + height / 2;
};

form.addEventListener('pointerdown', (event) => {
  for (const item of form.querySelectorAll('ol.edit-items > li'))
    item.draggable = item === itemAt(event) && !event.target.closest('button');
});
form.addEventListener('dragstart', (event) => {
  dragged = itemAt(event);
  dragged?.classList.add('dragged');
  event.dataTransfer.effectAllowed = 'move';
});
form.addEventListener('dragover', (event) => {
  const item = itemAt(event);
  if (!dragged || !item) return;
  event.preventDefault();
  unmark();
  if (item !== dragged) item.classList.add(isUpperHalf(event, item) ? 'before' : 'after');
});
form.addEventListener('drop', (event) => {
  const item = itemAt(event);
  if (!dragged || !item || item === dragged) return;
  event.preventDefault();
  item[isUpperHalf(event, item) ? 'before' : 'after'](dragged);
  save({ do: 'order' });
});
form.addEventListener('dragend', () => {
  dragged?.classList.remove('dragged');
  dragged = null;
  unmark();
});

/** Shows another editor's changes, except in fields being edited here. */
async function follow() {
  if (dragged || isUndecided()) return;
  const fresh = await refresh();
  if (!fresh) return;
  for (const name of ['order', 'feature']) wasOf(name).value = valueIn(fresh, `was-${name}`);
  for (const name of TEXTS) {
    if (isTouched(name)) continue;
    field(name).value = valueIn(fresh, `was-${name}`);
    wasOf(name).value = field(name).value;
    field(name).placeholder = fresh.getElementById(name).placeholder;
  }
}

const valueIn = (page, name) => page.querySelector(`input[name="${name}"]`)?.value ?? '';

live(follow);
