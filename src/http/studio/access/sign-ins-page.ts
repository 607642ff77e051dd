import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { MAX_STUDIO_FORM_BYTES } from '../../bodies/body-limits.ts';
import { limitForm } from '../../bodies/form.ts';
import type { Markup } from '../../pages/page.ts';
import { button } from '../frame/components/buttons.ts';
import { dataTable } from '../frame/components/data-table.ts';
import { pairs } from '../frame/components/facts.ts';
import { badge } from '../frame/components/marks.ts';
import { card, pageHeading } from '../frame/components/page-heading.ts';
import { dayTime, formatNumber, isolatedText } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { readId } from '../subscribers/subscriber-search.ts';
import { EVENT_RETENTION_DAYS, type Refusals } from './audit-log.ts';
import type { StudioEvent, StudioEventName, StudioSession } from './studio-store.ts';

const SIGN_INS_ROUTE = '/studio/sign-ins';

const MAX_SHOWN_EVENTS = 100;

/** `/studio/sign-ins`: the sessions, which can be ended here, and recent events. */
export function signInsPage(deps: StudioDeps): Hono<StudioEnv> {
  const { site, answerProblem, studioStore, sessions, record } = deps;
  return new Hono<StudioEnv>()
    .get(SIGN_INS_ROUTE, async (context) => {
      const [all, happened] = await Promise.all([sessions.list(), record.latest(MAX_SHOWN_EVENTS)]);
      return answerStudioPage(context, site, {
        title: 'Sign-ins',
        section: SIGN_INS_ROUTE,
        scripts: ['live-page.js'],
        body: html`
${pageHeading({ title: 'Sign-ins', line: 'Who may enter the studio at this moment, and what was done in it.' })}
<div class="cols one-two"><div class="stack"><section class="card" aria-labelledby="sessions-heading"><h2 id="sessions-heading">Who is signed in</h2>
<div id="sessions" data-live><ul class="sessions">${all.map((one) => html`<li>${sessionPart(context, one, site.timezone)}</li>`)}</ul></div></section>
<div id="refusals" data-live>${refusalsPart(happened.refusals, site.timezone)}</div></div>
<div id="events" data-live>${eventsPart(happened.events, site.timezone)}</div></div>`,
      });
    })
    .post(
      `${SIGN_INS_ROUTE}/:id{[0-9]+}/end`,
      limitForm(answerProblem, MAX_STUDIO_FORM_BYTES),
      async (context) => {
        if (await studioStore.endSession(readId(context.req.param('id')) ?? 0))
          await record.add('session-ended');
        return context.redirect(context.var.path(SIGN_INS_ROUTE), 303);
      },
    );
}

function sessionPart(
  { var: { path, session } }: Context<StudioEnv>,
  { id, network, browser, createdAt, seenAt }: StudioSession,
  zone: string,
): Markup {
  const isThis = session?.id === id;
  const name = browser ?? 'A browser';
  const place = network === null ? 'an unknown place' : network;
  return html`<div class="row between"><b>${name}</b>${isThis && badge('This browser', 'good')}</div>
<p>From ${isolatedText(place)}</p>
<p class="muted small">Since ${dayTime(createdAt, zone)} · last seen ${dayTime(seenAt, zone)}</p>
<form method="post" action="${path(`${SIGN_INS_ROUTE}/${id}/end`)}">${button({ words: 'End this session', ...(!isThis && { label: `End this session: ${name}, ${place}` }), isSlim: true, id: `end-${id}` })}</form>`;
}

/** Counted, not listed: a stranger's guesses would push everything else off the list. */
function refusalsPart({ lastDay, kept, latestAt }: Refusals, zone: string): Markup {
  return card({
    id: 'refused',
    title: 'Wrong passwords and keys',
    body:
      latestAt === null
        ? html`<p>None in the last ${EVENT_RETENTION_DAYS} days.</p>`
        : html`${pairs([
            ['Last 24 hours', formatNumber(lastDay)],
            [`Last ${EVENT_RETENTION_DAYS} days`, formatNumber(kept)],
            ['The latest', dayTime(latestAt, zone)],
          ])}`,
  });
}

const EVENT_LABELS: Readonly<Record<Exclude<StudioEventName, 'refused'>, string>> = {
  'signed-in': 'Somebody signed in',
  'signed-out': 'Somebody signed out',
  'session-ended': 'A session was ended',
  exported: 'Subscribers were downloaded',
  erased: 'Subscribers were erased',
  unsubscribed: 'Subscribers were unsubscribed',
  approved: 'An issue was approved',
  sent: 'An issue was sent',
  'test-sent': 'A test was sent',
  resumed: 'An issue was resumed',
  'settings-changed': 'Settings were changed',
};

function eventsPart(events: readonly StudioEvent[], zone: string): Markup {
  if (events.length === 0)
    return card({ id: 'happened', title: 'What was done', body: html`<p class="muted">Nothing yet.</p>` });
  return html`<section class="card flush" aria-labelledby="happened-heading"><div class="tools-row"><h2 id="happened-heading">What was done</h2></div>
${dataTable({
  caption: `What was done in the last ${EVENT_RETENTION_DAYS} days, the latest first`,
  isCompact: true,
  columns: [
    {
      label: 'What',
      isHeader: true,
      cell: ({ event }: StudioEvent) => event !== 'refused' && EVENT_LABELS[event],
    },
    { label: 'When', cell: ({ at }: StudioEvent) => dayTime(at, zone) },
    { label: 'About', cell: ({ about }: StudioEvent) => about ?? '' },
  ],
  rows: events,
})}</section>`;
}
