/**
 * Sends the sign-up forms of a page, <form data-verdicts>, and answers in their place. Without it they work all the same:
 * they are sent as any form.
 */
(() => {
  /** Milliseconds until an answer is no longer waited for. */
  const PATIENCE = 20_000;
  const CHECK_YOUR_INBOX =
    'Check your inbox. We have sent you an email with a link, unless your address is already subscribed. Open the link to confirm.';
  const TRY_AGAIN = 'That did not work. Try again in a few minutes.';
  const OFFLINE = 'You seem to be offline. Check your connection and try again.';
  const UNREACHABLE = 'This form could not be sent. Try again, or ';
  const OUR_PAGE = 'sign up on our page';
  /** Style attributes may be forbidden on the page; this never is. */
  const APART = { position: 'absolute', left: '-10000px', width: '1px', height: '1px', overflow: 'hidden' };

  /** Milliseconds for which what was prepared is sent: challenges are good for ten minutes. */
  const FRESH = 8 * 60_000;
  /** Milliseconds until our server takes a form that it has just given a stamp to, and some for clocks. */
  const SHORTEST_FILLING = 2_200;
  const PROVING = ['stamp', 'proof'];
  /** What people do not see, and some browsers and password managers fill in all the same. */
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
      // So many signed up meanwhile that our server asks for more than it did before.
      if (asksFor(answer, PROVING)) answer = await proveAndPost(form);
      if (asksFor(answer, PROVING)) throw new NotProven();
      setBusy(form, false);
      if (answer.ok) thank(form, answer);
      else if (asksFor(answer, [HIDDEN])) askOnceMore(form);
      else showError(form, answer);
    } catch (error) {
      setBusy(form, false);
      // Our own page has what it takes to prove it, or says what is missing.
      if (error instanceof NotProven) HTMLFormElement.prototype.submit.call(form);
      else showUnreachable(form);
    }
  }

  /**
   * For a form whose answer is a page of ours: it is sent as any form, with what our server asks it to prove. If that cannot be
   * proven, the page says what is missing.
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
   * What our server asks to be proven could not be. Whatever else fails is the way to it: there is no network, or the browser
   * does not let this page ask us. Sent as any form, it might fail too, and take people away from the page.
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

  /** The browser filled in the field that nobody sees, and would do so each time. */
  function askOnceMore(form) {
    form.elements.namedItem(HIDDEN)?.remove();
    showError(form, { detail: ONE_MORE_STEP });
    form.querySelector('button')?.focus();
  }

  /** Begins early: what our server asks for may take a second or two. */
  document.addEventListener('focusin', ({ target }) => {
    const form = target instanceof Element ? target.closest('form[data-verdicts]') : null;
    if (form !== null) begin(form).catch(() => preparations.delete(form));
  });

  /** Fields to send beside those of the form, which prove what our server asks of a sign-up now. They are good once. */
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

  /** Tries one number after the other. The browser computes beside the page, which stays as quick as it was. */
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

  /** Browsers have `crypto.subtle` on pages that came by https, or from this machine. */
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

  /** The sign-up is kept as it was typed: whoever mistyped the address may sign up once more. */
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
