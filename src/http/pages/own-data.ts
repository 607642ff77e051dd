import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { type Clock, toIso } from '../../clock.ts';
import type { SubscriberHistory, SubscriberStore } from '../../store/subscriber-store.ts';
import { parseAddress } from '../../subscribers/address.ts';
import { eraseSubscriber } from '../../subscribers/erase-subscriber.ts';
import { linkHash } from '../../subscribers/link-token.ts';
import { page } from './page.ts';
import type { AnswerProblem } from './problem-page.ts';
import { TOKEN_PAGE } from './security-headers.ts';
import type { Site } from './site.ts';
import { formLimit, readForm } from './unsubscribe.ts';

export interface OwnDataPagesDeps {
  subscriberStore: Pick<SubscriberStore, 'findLink' | 'findHistory' | 'erase'>;
  signingSecrets: readonly string[];
  clock: Clock;
  site: Site;
  answerProblem: AnswerProblem;
}

const UNKNOWN = {
  status: 404,
  title: 'This link does not work',
  detail: 'It may be cut off: copy the whole of it from the mail. After an erasure it leads nowhere.',
} as const;

const EXPIRED = {
  status: 410,
  title: 'This link has expired',
  detail: 'Ask for a new one by the link “Preferences” at the end of any issue.',
} as const;

const NO_ACTION = {
  status: 422,
  title: 'Choose what to do',
  detail: 'The field action is download or erase.',
  fields: ['action'],
} as const;

/**
 * `GET /data/:token` lets the owner of an address, to whom the link was mailed, see what is known of it; `POST` hands it over
 * (GDPR, articles 15 and 20) or erases it (article 17).
 */
export function ownDataPages(deps: OwnDataPagesDeps): Hono {
  const { site, answerProblem } = deps;
  return new Hono()
    .get('/data/:token', async (context) => {
      const link = await findLink(context, deps);
      if ('status' in link) return answerProblem(context, link);
      return context.html(page(site, choice(link.email)), 200, TOKEN_PAGE);
    })
    .post('/data/:token', formLimit(answerProblem), async (context) => {
      const link = await findLink(context, deps);
      if ('status' in link) return answerProblem(context, link);
      const { action } = await readForm(context);
      if (action === 'download') return download(context, link.email, deps);
      if (action === 'erase') return erase(context, link.email, deps);
      return answerProblem(context, NO_ACTION);
    });
}

async function findLink(context: Context, { subscriberStore, clock }: OwnDataPagesDeps) {
  const hash = linkHash(context.req.param('token') ?? '');
  const link = await subscriberStore.findLink({ hash, kind: 'data', now: clock.now() });
  if (link === null) return UNKNOWN;
  return link.state === 'valid' ? { email: link.email } : EXPIRED;
}

async function download(
  context: Context,
  email: string,
  { subscriberStore, answerProblem }: OwnDataPagesDeps,
) {
  const address = parseAddress(email);
  const history = address.ok ? await subscriberStore.findHistory(address.emailKey) : null;
  if (history === null) return answerProblem(context, UNKNOWN);
  return context.body(JSON.stringify(ownData(history), null, 2), 200, {
    ...TOKEN_PAGE,
    'Content-Type': 'application/json',
    'Content-Disposition': 'attachment; filename="my-data.json"',
  });
}

async function erase(context: Context, email: string, deps: OwnDataPagesDeps) {
  const { subscriberStore, signingSecrets, clock, site } = deps;
  await eraseSubscriber({ store: subscriberStore, email, now: clock.now(), secrets: signingSecrets });
  return context.html(page(site, erased(site)), 200, TOKEN_PAGE);
}

function ownData({ id: _, ...known }: SubscriberHistory) {
  const { createdAt, pausedUntil, suppression, consent, deliveries } = known;
  const dated = <Entry extends { at: number }>(entry: Entry) => ({ ...entry, at: toIso(entry.at) });
  return {
    ...known,
    createdAt: toIso(createdAt),
    pausedUntil: pausedUntil === null ? null : toIso(pausedUntil),
    suppression: suppression === null ? null : dated(suppression),
    consent: consent.map(dated),
    deliveries: deliveries.map(dated),
  };
}

function choice(email: string) {
  return {
    title: 'Your data',
    body: html`
<p>This is about <bdi>${email}</bdi>.</p>
<h2>See it</h2>
<p>A file with all that we know of you: your address and name, when and how you agreed, and which issues went to you.</p>
<form method="post"><button name="action" value="download">Download my data</button></form>
<h2>Erase it</h2>
<p>Everything that we know of you is removed at once, your subscription with it, and cannot be brought back. Only a code stays from which nobody can read your address, so that no list brings it in again.</p>
<form method="post"><button class="quiet" name="action" value="erase">Erase me</button></form>`,
  };
}

function erased(site: Site) {
  return {
    title: 'Your data is erased',
    body: html`
<p>You get no more issues of <bdi>${site.newsletter.name}</bdi>. A mail that is being handed over at this moment may still arrive. You can sign up again whenever you like.</p>`,
  };
}
