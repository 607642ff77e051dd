/** Submits a page's sign-up forms, <form data-verdicts>, and shows the answer. Without it they are ordinary forms. */
(() => {
  /** Milliseconds. */
  const PATIENCE = 20_000;
  const CHECK_YOUR_INBOX =
    'Check your inbox. We have sent you an email with a link, unless your address is already subscribed. Open the link to confirm.';
  const TRY_AGAIN = 'That did not work. Try again in a few minutes.';
  const OFFLINE = 'You seem to be offline. Check your connection and try again.';
  const UNREACHABLE = 'This form could not be sent. Try again, or ';
  const OUR_PAGE = 'sign up on our page';
  /** The page may forbid style attributes, but not this. */
  const APART = { position: 'absolute', left: '-10000px', width: '1px', height: '1px', overflow: 'hidden' };

  /** How long a prepared proof is used, in milliseconds: challenges are valid for ten minutes. */
  const FRESH = 8 * 60_000;
  /** Milliseconds: the server's minimum time to fill in a form, plus some tolerance. */
  const SHORTEST_FILLING = 2_200;
  const PROVING = ['stamp', 'proof'];
  /** People do not see this field, but some browsers and password managers fill it in. */
  const HIDDEN = 'homepage';
  const ONE_MORE_STEP = 'One more step: press the button once more.';
  const AT_ONCE = 8;
  const MOST_TRIES = 1_000_000;

  let errors = 0;
  const preparations = new WeakMap();

  for (const trap of document.querySelectorAll('.verdicts-apart')) Object.assign(trap.style, APART);

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (event.defaultPrevented || !(form instanceof HTMLFormElement) || !form.matches('[data-verdicts]'))
      return;
    event.preventDefault();
    if (form.getAttribute('aria-busy') === 'true') return;
    void (form.dataset.verdicts === 'page' ? sendToPage(form) : send(form));
  });

  async function send(form) {
    clearErrors(form);
    setBusy(form, true);
    try {
      let answer = await proveAndPost(form);
      // So many people signed up meanwhile that the server now requires more.
      if (asksFor(answer, PROVING)) answer = await proveAndPost(form);
      if (asksFor(answer, PROVING)) throw new NotProven();
      setBusy(form, false);
      if (answer.ok) thank(form, answer);
      else if (asksFor(answer, [HIDDEN])) askOnceMore(form);
      else showError(form, answer);
    } catch (error) {
      setBusy(form, false);
      // Our own page can prove it, or says what is missing.
      if (error instanceof NotProven) HTMLFormElement.prototype.submit.call(form);
      else showUnreachable(form);
    }
  }

  /**
   * Our page answers this form: submits it with the required proof. If proving fails, the page says what is missing.
   */
  async function sendToPage(form) {
    setBusy(form, true);
    const extra = await prepare(form).catch(() => ({}));
    setBusy(form, false);
    for (const name of PROVING) {
      form.elements.namedItem(name)?.remove();
      if (extra[name]) form.append(make('input', { type: 'hidden', name, value: extra[name] }));
    }
    HTMLFormElement.prototype.submit.call(form);
  }

  /**
   * The required proof could not be computed. Any other failure is one of connection: there is no network, or the
   * browser keeps this page from contacting us. An ordinary submit might then fail too, and take people away from the
   * page.
   */
  class NotProven extends Error {}

  async function proveAndPost(form) {
    const extra = await prepare(form);
    const response = await post(form, { ...Object.fromEntries(new FormData(form)), ...extra });
    return { ...(await response.json().catch(() => ({}))), ok: response.ok };
  }

  function asksFor({ ok, fields }, names) {
    return !ok && names.includes(fields?.[0]);
  }

  /** The browser filled in the hidden field, and would do so each time. */
  function askOnceMore(form) {
    form.elements.namedItem(HIDDEN)?.remove();
    showError(form, { detail: ONE_MORE_STEP });
    form.querySelector('button')?.focus();
  }

  /** Starts early: the proof may take a second or two. */
  document.addEventListener('focusin', ({ target }) => {
    const form = target instanceof Element ? target.closest('form[data-verdicts]') : null;
    if (form !== null) begin(form).catch(() => preparations.delete(form));
  });

  /** The extra fields that prove what the server requires now. They are valid once. */
  async function prepare(form) {
    try {
      return await begin(form);
    } finally {
      preparations.delete(form);
    }
  }

  function begin(form) {
    const { since = 0, fields } = preparations.get(form) ?? {};
    if (Date.now() - since < FRESH) return fields;
    const fresh = proveAll(form);
    preparations.set(form, { since: Date.now(), fields: fresh });
    return fresh;
  }

  async function proveAll(form) {
    const response = await fetch(form.dataset.challenge ?? `${form.getAttribute('action')}/challenge`, {
      credentials: 'omit',
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!response.ok) throw new Error('There is no challenge.');
    const { stamp, challenge } = await response.json();
    const oldEnough = stamp && new Promise((resolve) => setTimeout(resolve, SHORTEST_FILLING));
    const solved = challenge && solve(challenge).catch(() => Promise.reject(new NotProven()));
    const [proof] = await Promise.all([solved, oldEnough]);
    return { stamp, proof };
  }

  /** Tries one counter after another. The browser derives keys off the main thread, so the page stays responsive. */
  async function solve(challenge) {
    const { keyPrefix } = challenge.parameters;
    for (let first = 0; first < MOST_TRIES; first += AT_ONCE) {
      const counters = Array.from({ length: AT_ONCE }, (_, index) => first + index);
      const keys = await Promise.all(counters.map((counter) => keyOf(challenge.parameters, counter)));
      const found = keys.findIndex((key) => key.startsWith(keyPrefix));
      if (found === -1) continue;
      const solution = { counter: first + found, derivedKey: keys[found] };
      return btoa(JSON.stringify({ challenge, solution }));
    }
    throw new Error('The challenge has no solution.');
  }

  /** Browsers have `crypto.subtle` only on pages served over https or from this machine. */
  async function keyOf({ nonce, salt, cost, keyLength }, counter) {
    const number = counter.toString(16).padStart(8, '0');
    const password = await crypto.subtle.importKey('raw', toBytes(nonce + number), 'PBKDF2', false, [
      'deriveBits',
    ]);
    const rounds = { name: 'PBKDF2', hash: 'SHA-256', salt: toBytes(salt), iterations: cost };
    return toHex(new Uint8Array(await crypto.subtle.deriveBits(rounds, password, keyLength * 8)));
  }

  function toBytes(hex) {
    return Uint8Array.from(hex.match(/../g), (pair) => Number.parseInt(pair, 16));
  }

  function toHex(bytes) {
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  function post(form, fields) {
    return fetch(form.getAttribute('action'), {
      method: 'POST',
      headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
      body: JSON.stringify(fields),
      credentials: 'omit',
      signal: AbortSignal.timeout(PATIENCE),
    });
  }

  function setBusy(form, isBusy) {
    form.setAttribute('aria-busy', String(isBusy));
    for (const button of form.querySelectorAll('button')) button.disabled = isBusy;
  }

  function thank(form, { suggestion }) {
    const target = new FormData(form).get('redirect');
    if (target && !suggestion && /^https?:/.test(target)) return location.assign(target);
    const fields = [...form.childNodes];
    const status = make('div', { className: 'verdicts-status', tabIndex: -1 });
    status.setAttribute('role', 'status');
    status.append(make('p', { textContent: CHECK_YOUR_INBOX }));
    form.replaceChildren(status);
    if (suggestion) suggest(form, { suggestion, fields, status });
    status.focus();
  }

  /** The sign-up was stored as typed; after a typo, people may sign up once more. */
  function suggest(form, { suggestion, fields, status }) {
    const again = make('button', { type: 'button', textContent: 'Correct the address' });
    again.addEventListener('click', () => {
      form.replaceChildren(...fields);
      const email = form.elements.namedItem('email');
      email.value = suggestion;
      email.focus();
    });
    status.append(make('p', { textContent: `Did you mean ${suggestion}?` }));
    form.append(again);
  }

  function showError(form, { fields = [], detail, title }) {
    errors += 1;
    const error = make('p', {
      className: 'verdicts-error',
      id: `verdicts-error-${errors}`,
      textContent: detail ?? title ?? TRY_AGAIN,
    });
    const field = form.elements.namedItem(fields[0] ?? '');
    if (field instanceof HTMLInputElement && field.type !== 'hidden') {
      (field.closest('label') ?? field).after(error);
      field.setAttribute('aria-invalid', 'true');
      field.setAttribute('aria-describedby', error.id);
      field.focus();
    } else {
      error.setAttribute('role', 'alert');
      form.append(error);
    }
  }

  function showUnreachable(form) {
    if (!navigator.onLine) return showError(form, { detail: OFFLINE });
    showError(form, { detail: UNREACHABLE });
    const { value: email = '' } = form.elements.namedItem('email') ?? {};
    const href = `${form.getAttribute('action')}?${new URLSearchParams({ email })}`;
    const link = make('a', { href, target: '_blank', rel: 'noopener noreferrer', textContent: OUR_PAGE });
    form.querySelector('.verdicts-error').append(link, '.');
  }

  function clearErrors(form) {
    for (const error of form.querySelectorAll('.verdicts-error')) error.remove();
    for (const field of form.querySelectorAll('[aria-invalid]')) {
      field.removeAttribute('aria-invalid');
      field.removeAttribute('aria-describedby');
    }
  }

  function make(tag, properties) {
    return Object.assign(document.createElement(tag), properties);
  }
})();
