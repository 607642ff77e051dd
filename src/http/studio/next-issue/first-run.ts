import { html } from 'hono/html';
import { EXAMPLE_NEWSLETTER } from '../../../issues/newsletter.ts';
import { counted } from '../../../shared/counted.ts';
import type { Markup } from '../../pages/page.ts';
import { button } from '../frame/components/buttons.ts';
import { type Step, steps } from '../frame/components/facts.ts';
import { notice } from '../frame/components/notice.ts';
import { card } from '../frame/components/page-heading.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import type { StudioDeps } from '../studio-deps.ts';
import type { Home } from './read-home.ts';
import { samplesCard } from './samples.ts';

/** Nothing was ever sent, and there is nothing to send: the way to the first issue. */
export function firstRun(
  home: Home,
  { config, path }: { config: StudioDeps['config']; path: StudioEnv['Variables']['path'] },
): Markup {
  const { newsletter, selection, transportName } = config;
  const isNamed = newsletter.name !== EXAMPLE_NEWSLETTER.name;
  const hasReaders = home.audience.candidates > 0;
  const all: Step[] = [
    {
      state: isNamed ? 'done' : 'later',
      what: 'Name your newsletter',
      note: html`${isNamed ? 'It is' : 'It is still'} called <bdi>${newsletter.name}</bdi>. The address that emails come from is set on the machine: <code>NEWSLETTER_FROM</code> in <code>.env</code>.`,
      action: button({
        words: 'Change',
        href: path('/studio/settings'),
        kind: isNamed ? 'quiet' : 'second',
      }),
    },
    {
      state: 'now',
      what: 'Add comparisons',
      note: html`At least ${selection.minItems} ${selection.minItems === 1 ? 'is' : 'are'} needed. Upload a file, paste text, or let your site post them.`,
      action: button({ words: 'Add comparisons', href: path('/studio/comparisons'), kind: 'second' }),
    },
    {
      state: hasReaders ? 'done' : 'later',
      what: 'Add subscribers',
      note: hasReaders
        ? `${counted(home.audience.candidates, 'subscriber')} confirmed.`
        : 'Import a list, or put the sign-up form on your site.',
      action: button({
        words: 'Import a list',
        href: path('/studio/subscribers/import'),
        kind: hasReaders ? 'quiet' : 'second',
      }),
    },
    {
      state: 'later',
      what: 'Send yourself a test',
      note: 'See it in your own mailbox before anyone else does. It comes after the comparisons.',
    },
  ];
  return html`<div class="cols two-one"><div id="first" data-live>${card({ id: 'steps', title: 'Four steps to the first issue', body: steps(all) })}</div>
<div class="stack">${transportName === 'outbox' && !hasReaders && samplesCard(path)}${transportName === 'outbox' && notice({ tone: 'info', isAnnounced: false, what: 'No mail leaves this machine yet.', rest: html`Messages go to the <a href="${path('/studio/outbox')}">test mailbox</a> until you connect Resend.` })}</div></div>`;
}
