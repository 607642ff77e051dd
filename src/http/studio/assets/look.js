/** Saves the look as it is typed, and shows it beside. Without this script, the form's button saves it. */
import { SAVED, SEE_BELOW, SIGN_IN_AGAIN, TRYING_AGAIN, tell } from './saving.js';

/** Saves after this pause in typing, in milliseconds. */
const PAUSE = 500;
/** Before trying again, in milliseconds; each time twice as long, up to the last. */
const [FIRST_WAIT, LAST_WAIT] = [2_000, 30_000];

const find = (id) => document.getElementById(id);
const form = find('look');
const saving = find('saving');
const frame = find('look-frame');
const file = form.elements.namedItem('logo');
const revisionInputs = document.querySelectorAll('input[name="revision"]');

let timer = 0;
let queue = Promise.resolve();
let wait = FIRST_WAIT;
/** Counts changes, so that one made during a save is not taken for saved. */
let changes = 0;
let savedChanges = 0;
/** The revision that somebody else made, while it is undecided whose stays. */
let theirRevision = null;
/** Files that cannot be the logo, with the reason. */
const refusals = new WeakMap();

const isUnsaved = () => savedChanges !== changes;

const say = (words) => tell(saving, words);

/** Saves the form, one save after the other. */
function save(extra = {}) {
  clearTimeout(timer);
  queue = queue.then(() => saveNow(extra)).catch(() => tryAgain(TRYING_AGAIN));
  return queue;
}

function tryAgain(words) {
  say(words);
  clearTimeout(timer);
  timer = setTimeout(save, wait);
  wait = Math.min(2 * wait, LAST_WAIT);
}

async function saveNow(extra) {
  const sentChanges = changes;
  const body = new FormData(form);
  for (const [name, value] of Object.entries(extra)) body.set(name, value);
  if (fileProblem() !== null) body.delete('logo');
  const sent = valuesNow();
  const response = await fetch(form.action, {
    method: 'POST',
    body,
    headers: { accept: 'application/json' },
  });
  if (response.status === 401) return tryAgain(SIGN_IN_AGAIN);
  if (![200, 409, 422].includes(response.status)) return tryAgain(TRYING_AGAIN);
  const outcome = await response.json();
  const page = new DOMParser().parseFromString(outcome.page, 'text/html');
  wait = FIRST_WAIT;
  const sentFile = body.get('logo');
  if (sentFile?.size > 0 && outcome.kind === 'saved') {
    const refusal = page.getElementById('logo-error')?.textContent;
    if (refusal) refusals.set(file.files[0], refusal);
    else file.value = '';
  }
  takeOver(page, sent);
  if (outcome.kind === 'saved') {
    savedChanges = sentChanges;
    theirRevision = null;
    for (const input of revisionInputs) input.value = outcome.revision;
    find('look-as-opened').hidden = String(outcome.revision) === find('look-as-opened').value;
    saySaved(outcome.isWhole && fileProblem() === null);
    showPreview();
  } else if (outcome.kind === 'conflict') {
    theirRevision = outcome.revision;
    say('Not saved. Somebody else changed it too.');
    find('keep-mine').focus();
  } else say(SEE_BELOW);
}

function saySaved(isWhole) {
  say(isWhole ? SAVED : `${SAVED}, except what is marked`);
}

const controls = () => [...form.querySelectorAll('input[type=text], input[type=url], textarea')];
const valuesNow = () => new Map(controls().map((control) => [control.id, control.value]));

/** Takes over what the page says of each field, and values that are not being typed. */
function takeOver(page, sent) {
  for (const part of document.querySelectorAll('[data-live]')) {
    const fresh = page.getElementById(part.id);
    if (fresh !== null && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
  }
  for (const control of [...controls(), file]) {
    const fresh = page.getElementById(control.id);
    if (fresh === null) continue;
    copyAttribute('aria-invalid', fresh, control);
    if (control === file || isBeingTyped(control, sent)) continue;
    if (control.value !== fresh.value) control.value = fresh.value;
    recount(control);
  }
  showFileProblem();
  pick();
}

/** Rows of links move up together, so none of them may be in use. */
function isBeingTyped(control, sent) {
  const used = document.activeElement;
  if (control === used || control.value !== sent.get(control.id)) return true;
  return control.name.startsWith('social-') && find('social').contains(used);
}

function copyAttribute(name, from, to) {
  const value = from.getAttribute(name);
  if (value === null) to.removeAttribute(name);
  else to.setAttribute(name, value);
}

/** Why the chosen file is not uploaded; null if it is. */
function fileProblem() {
  const [chosen] = file.files;
  if (chosen === undefined) return null;
  if (chosen.size <= Number(file.dataset.maxBytes)) return refusals.get(chosen) ?? null;
  return file.dataset.tooLarge.replace('{size}', String(Math.ceil((chosen.size / 1024 ** 2) * 100) / 100));
}

function showFileProblem() {
  const words = fileProblem();
  if (words === null) return;
  const problem = document.createElement('p');
  problem.className = 'error';
  problem.id = 'logo-error';
  problem.textContent = words;
  find('logo-notes').replaceChildren(problem);
  file.setAttribute('aria-invalid', 'true');
}

/** Lets the counter of a field see what this script wrote. */
function recount(control) {
  control.dispatchEvent(new Event('change', { bubbles: true }));
}

const accent = form.elements.namedItem('accent');
const picker = document.createElement('input');
picker.type = 'color';
picker.setAttribute('aria-label', 'Pick the accent colour');
accent.after(picker);
accent.parentElement.classList.add('picked');
picker.addEventListener('input', () => {
  accent.value = picker.value;
  accent.dispatchEvent(new Event('input', { bubbles: true }));
});

function pick() {
  const typed = accent.value.trim() || accent.placeholder;
  if (/^#[0-9a-f]{6}$/i.test(typed)) picker.value = typed;
}

/** Shows what is saved, where the preview is scrolled to. */
function showPreview() {
  const { view, scheme } = Object.fromEntries(new FormData(form));
  const url = `${find('look-show').formAction}?${new URLSearchParams({ view, scheme, v: revisionInputs[0].value })}`;
  const isSamePage = frame.dataset.view === view;
  const top = isSamePage ? (frame.contentWindow?.scrollY ?? 0) : 0;
  frame.dataset.view = view;
  frame.className = scheme;
  frame.addEventListener('load', () => frame.contentWindow?.scrollTo(0, top), { once: true });
  if (frame.src !== url) frame.src = url;
}

/** While it is undecided whose stays, nothing is saved by itself. */
function saveSoon(pause) {
  changes += 1;
  clearTimeout(timer);
  if (theirRevision === null) timer = setTimeout(save, pause);
}

form.addEventListener('input', ({ target }) => {
  if (['view', 'scheme', 'pane'].includes(target.name) || target === picker) return;
  if (target === accent) pick();
  saveSoon(target.type === 'file' || target.type === 'checkbox' ? 0 : PAUSE);
});

find('look-tools').addEventListener('change', showPreview);

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const { submitter } = event;
  if (theirRevision !== null && submitter !== null)
    for (const input of revisionInputs) input.value = theirRevision;
  save(submitter?.name ? { [submitter.name]: submitter.value } : {});
});

/** Nothing of this page's own may be saved between the click and the answer. */
find('look-back').addEventListener('submit', (event) => {
  event.preventDefault();
  const { target, submitter } = event;
  clearTimeout(timer);
  savedChanges = changes;
  queue.then(() => {
    const to = document.createElement('input');
    Object.assign(to, { type: 'hidden', name: 'to', value: submitter.value });
    target.append(to);
    target.submit();
  });
});

document.addEventListener('keydown', (event) => {
  // Enter would press the first button, which decides the conflict.
  if (event.key === 'Enter' && theirRevision !== null && event.target.matches('#look input'))
    event.preventDefault();
  if (event.key === 's' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    if (isUnsaved() && theirRevision === null) save();
    else if (!isUnsaved()) say('Saved');
  }
});

document.addEventListener('visibilitychange', () => {
  if (document.hidden && isUnsaved() && theirRevision === null) save();
});
addEventListener('beforeunload', (event) => {
  if (isUnsaved()) event.preventDefault();
});

for (const id of ['look-save', 'look-show']) find(id).hidden = true;
for (const control of controls()) recount(control);
pick();
