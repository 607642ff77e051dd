import { SAVED, SAVING, SEE_BELOW, SIGN_IN_AGAIN, TRYING_AGAIN, tell } from './saving.js';

/** Saves after this pause in typing, in milliseconds. */
const PAUSE = 700;

const form = document.getElementById('comparison');
const saving = document.getElementById('saving');
const controls = () => [...form.querySelectorAll('input:not([type="hidden"]), select, textarea')];
const wasOf = (name, page = document) => page.querySelector(`#comparison input[name="was-${name}"]`);

let timer = 0;
let queue = Promise.resolve();
/** Typed, and not saved yet. */
let isWaiting = false;
let hasFailed = false;

function save() {
  clearTimeout(timer);
  queue = queue.then(saveNow).catch(() => fail(TRYING_AGAIN, { again: true }));
  return queue;
}

function fail(words, { again = false } = {}) {
  isWaiting = true;
  hasFailed = true;
  say(words);
  clearTimeout(timer);
  if (again) timer = setTimeout(save, 10 * PAUSE);
}

/** In the heading, which stays in sight. */
const say = (words) => tell(saving, words);

/** Submits the form as its button does, and takes from the answer what it says of each field. */
async function saveNow() {
  const body = new URLSearchParams(new FormData(form));
  if (!hasFailed) say(SAVING);
  isWaiting = false;
  const response = await fetch(form.action, { method: 'POST', body });
  if (response.status === 401) return fail(SIGN_IN_AGAIN, { again: true });
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  if (page.getElementById('comparison') === null) throw new Error('The answer is none of ours.');
  takeReviews(page);
  for (const { name } of controls()) takeNotes(name, page);
  if (response.ok) {
    for (const { name } of controls()) wasOf(name).value = wasOf(name, page).value;
    hasFailed = false;
    say(SAVED);
    document
      .getElementById('notices')
      .replaceChildren(...notices(page, (one) => !/^(Saved|Nothing)/.test(one)));
  } else {
    fail(response.status === 409 ? 'Not saved. See the top of the page.' : SEE_BELOW);
    document.getElementById('notices').replaceChildren(...notices(page, () => true));
    // Keeping one's own then replaces what the other wrote, and nothing newer.
    if (response.status === 409)
      for (const { name } of controls()) wasOf(name).value = wasOf(name, page).value;
  }
}

function notices(page, isShown) {
  return [...page.getElementById('notices').children].filter((one) => isShown(one.textContent.trim()));
}

/** An import may change which reviews there are. */
function takeReviews(page) {
  const [here, there] = [document, page].map((of) => of.getElementById('reviews'));
  const whose = (part) => part?.querySelector('input[name="reviewers"]').value;
  for (const summary of here?.querySelectorAll('summary[id]') ?? [])
    summary.innerHTML = page.getElementById(summary.id)?.innerHTML ?? summary.innerHTML;
  if (whose(here) === whose(there)) return;
  if (here !== null && there !== null) here.replaceWith(there.cloneNode(true));
  else if (here !== null) here.remove();
  else form.append(there.cloneNode(true));
}

/** Errors, warnings and hints; what is being typed stays. */
function takeNotes(name, page) {
  const [here, there] = [document, page].map((of) => of.getElementById(name).closest('.field'));
  const after = (field) => [...field.children].slice(2);
  for (const old of after(here)) old.remove();
  here.append(...after(there));
  const control = document.getElementById(name);
  const other = page.getElementById(name);
  for (const attribute of ['aria-invalid', 'aria-describedby']) {
    const value = other.getAttribute(attribute);
    if (value === null) control.removeAttribute(attribute);
    else control.setAttribute(attribute, value);
  }
}

/** While two texts are to be chosen from, nothing is saved by itself. */
const isUndecided = () => document.querySelector('#notices button[name="theirs"]') !== null;

form.addEventListener('input', () => {
  isWaiting = true;
  clearTimeout(timer);
  if (!isUndecided()) timer = setTimeout(save, PAUSE);
});

document.addEventListener('visibilitychange', () => {
  if (!isUndecided() && isWaiting && (document.hidden || hasFailed)) save();
});

let isSubmitted = false;
form.addEventListener('submit', () => {
  isSubmitted = true;
});
addEventListener('pageshow', () => {
  isSubmitted = false;
});

/** What was typed last is kept, even by one who leaves at once. */
addEventListener('pagehide', () => {
  if (isSubmitted || !isWaiting || isUndecided()) return;
  const body = new URLSearchParams(new FormData(form));
  void fetch(form.action, { method: 'POST', body, keepalive: true }).catch(() => undefined);
});
addEventListener('beforeunload', (event) => {
  if (!isSubmitted && isWaiting && (hasFailed || isUndecided())) event.preventDefault();
});

document.addEventListener('keydown', (event) => {
  if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  if (!isUndecided()) save();
});
