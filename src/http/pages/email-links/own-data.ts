import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { parseAddress } from '../../../shared/address.ts';
import { type Clock, toIso } from '../../../shared/clock.ts';
import { eraseSubscriber } from '../../../subscribers/erase-subscriber.ts';
import type { OwnData, SubscriberStore } from '../../../subscribers/subscriber-store.ts';
import { limitForm, readForm } from '../../bodies/form.ts';
import type { Problem } from '../../problem.ts';
import { displayLine, HOME, type Markup, page } from '../page.ts';
import type { AnswerProblem } from '../problem-page.ts';
import { TOKEN_PAGE } from '../security-headers.ts';
import type { Site } from '../site.ts';
import { findLinkIn } from './email-link.ts';
import { answerLostLink } from './lost-link.ts';

export interface OwnDataPagesDeps {
  subscriberStore: Pick<SubscriberStore, 'findLink' | 'findOwnData' | 'erase'>;
  signingSecrets: readonly string[];
  clock: Clock;
  site: Site;
  answerProblem: AnswerProblem;
}

const UNKNOWN = {
  status: 404,
  title: 'This link does not work',
  detail:
    'It may be cut off: copy the whole of it from the email. If your data was erased, the link no longer works.',
} as const;

const EXPIRED = {
  status: 410,
  title: 'This link has expired',
  detail: 'Get a new one: choose “Preferences” at the end of any issue.',
} as const;

const NO_ACTION: Problem = {
  status: 422,
  title: 'Choose what to do',
  detail: 'Go back, and press “Download my data” or “Erase me”.',
  fields: ['action'],
};

/** `?step=erase` shows the page that confirms the erasure. */
const ERASURE = 'erase';

/**
 * `GET /data/:token` shows an address's owner, to whom the link was emailed, what they can do; `POST` downloads their
 * data (GDPR, articles 15 and 20) or erases it (article 17). The erase button is on a page of its own, which says what
 * will be lost.
 */
export function ownDataPages(deps: OwnDataPagesDeps): Hono {
  const { site, answerProblem } = deps;
  return new Hono()
    .get('/data/:token', async (context) => {
      const link = await findLink(context, deps);
      if ('status' in link) return answerLostLink(context, deps, link);
      const known = await ownDataOf(link.email, deps);
      if (known === null) return answerLostLink(context, deps, UNKNOWN);
      const content = context.req.query('step') === ERASURE ? erasurePrompt(site, known) : choice(known);
      return context.html(page(site, content), 200, TOKEN_PAGE);
    })
    .post('/data/:token', limitForm(answerProblem), async (context) => {
      const link = await findLink(context, deps);
      if ('status' in link) return answerLostLink(context, deps, link);
      const action = (await readForm(context)).one('action');
      if (action === 'download') return download(context, link.email, deps);
      if (action === 'erase') return erase(context, link.email, deps);
      return answerProblem(context, NO_ACTION);
    });
}

async function findLink(context: Context, deps: OwnDataPagesDeps) {
  const found = await findLinkIn(context, 'data', deps);
  if (found === null) return UNKNOWN;
  const { link } = found;
  return link.state === 'valid' ? { email: link.email } : EXPIRED;
}

async function ownDataOf(email: string, { subscriberStore }: OwnDataPagesDeps): Promise<OwnData | null> {
  const address = parseAddress(email);
  return address.ok ? subscriberStore.findOwnData(address.emailKey) : null;
}

async function download(context: Context, email: string, deps: OwnDataPagesDeps) {
  const known = await ownDataOf(email, deps);
  if (known === null) return answerLostLink(context, deps, UNKNOWN);
  return context.body(JSON.stringify(ownDataFile(known), null, 2), 200, {
    ...TOKEN_PAGE,
    'Content-Type': 'application/json',
    'Content-Disposition': 'attachment; filename="my-data.json"',
  });
}

async function erase(context: Context, email: string, deps: OwnDataPagesDeps) {
  const { subscriberStore, signingSecrets, clock, site } = deps;
  await eraseSubscriber({ subscriberStore, email, now: clock.now(), secrets: signingSecrets });
  return context.html(page(site, erased(site)), 200, TOKEN_PAGE);
}

/** The downloaded file, with instants as ISO 8601. */
function ownDataFile({ suppression, consent, deliveries, signUps, emails, links, ...known }: OwnData) {
  return {
    ...known,
    createdAt: toIso(known.createdAt),
    pausedUntil: isoOrNull(known.pausedUntil),
    suppression: suppression === null ? null : withIsoDate(suppression),
    consent: consent.map(withIsoDate),
    deliveries: deliveries.map((one) => ({ ...withIsoDate(one), eventAt: isoOrNull(one.eventAt) })),
    signUps: signUps.map(withIsoDate),
    letters: emails.map((one) => ({ ...one, createdAt: toIso(one.createdAt) })),
    links: links.map(({ kind, ...link }) => ({
      kind,
      createdAt: toIso(link.createdAt),
      expiresAt: toIso(link.expiresAt),
      usedAt: isoOrNull(link.usedAt),
    })),
  };
}

const withIsoDate = <Entry extends { at: number }>(entry: Entry) => ({ ...entry, at: toIso(entry.at) });
const isoOrNull = (instant: number | null) => (instant === null ? null : toIso(instant));

function choice({ email }: OwnData): { title: string; body: Markup } {
  return {
    title: 'Your data',
    body: html`
<p>This is the data of <bdi>${email}</bdi>.</p>
<h2>See it</h2>
<p>A file with everything that we keep about you: your email address and name; when, how and from where you agreed; and which issues and other emails we sent you, with what happened to them.</p>
<form method="post"><button name="action" value="download">Download my data</button></form>
<h2>Erase it</h2>
<p>The next page says what will be lost, and asks once more.</p>
<form method="get"><button class="quiet" name="step" value="${ERASURE}">Erase me</button></form>`,
  };
}

/** Without `action`, a form posts to its page's own URL, however a proxy rewrites it. */
function erasurePrompt(site: Site, known: OwnData): { title: string; body: Markup } {
  const { email, name, consent, deliveries } = known;
  return {
    title: 'Erase everything?',
    body: html`
<p>These are removed at once and cannot be brought back:</p>
<ul>
<li>your subscription to <bdi>${site.newsletter.name}</bdi>, with its pause: you will get no more issues</li>
<li>your email address, <bdi>${email}</bdi>${name !== null && html`, and your name, <bdi>${displayLine(name)}</bdi>`}</li>
<li>the record of when, how and from where you agreed (entries: ${consent.length})</li>
<li>which issues went to you (${deliveries.length}), and the other emails that we sent you</li>
</ul>
<p>Only a code stays. Nobody can read your address from it, and it keeps an imported list from adding you again. If you only want the emails to stop, you need not erase anything: unsubscribe with the link in any issue.</p>
<form method="post"><button name="action" value="erase">Erase everything</button></form>
<form method="get"><button class="quiet">Keep my data</button></form>`,
  };
}

function erased(site: Site) {
  return {
    title: 'Your data is erased',
    body: html`
<p>You will get no more issues of <bdi>${site.newsletter.name}</bdi>. An email that is being sent at this moment may still arrive. You can <a href="${site.path(HOME)}">sign up again</a> whenever you like.</p>`,
  };
}
