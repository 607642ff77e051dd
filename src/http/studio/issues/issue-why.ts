import { html } from 'hono/html';
import { counted, formatNumber } from '../../../shared/counted.ts';
import type { Markup } from '../../pages/page.ts';
import { actionRoute, type Path } from '../actions/action-route.ts';
import { reasonUnavailable, type StudioAction } from '../actions/issue-action.ts';
import type { IssueSituation } from '../actions/issue-situation.ts';
import { button } from '../frame/components/buttons.ts';
import { type NoticeTone, notice } from '../frame/components/notice.ts';
import { isolatedText } from '../frame/format.ts';
import { fullDayAndTime } from '../frame/times.ts';
import { actionWords } from './issue-words.ts';

interface WhyContext {
  path: Path;
  zone: string;
  carrier: string;
  /** It was approved for another time than it has now. */
  otherTime: string | null;
}

/** What keeps an issue from going out, or ended it, and what to do next; false if nothing does. */
export function whyNotice(situation: IssueSituation, around: WhyContext): Markup | false {
  const { issue, status, undecided } = situation;
  if (around.otherTime !== null) return said('warn', 'It does not go out by itself.', around.otherTime);
  if (issue === null) return false;
  const reason = issue.reason;
  const asks = linksOf(situation, around.path);
  switch (status) {
    case 'paused':
      return undecided > 0 ? undecidedNotice(situation, around) : pausedNotice(situation, around);
    case 'held':
      return said('bad', 'It is on hold, and does not go out by itself.', reason, asks('resume', 'send'));
    case 'skipped':
      return said('info', 'Nothing goes out this week.', reason, asks('resume'));
    case 'cancelled':
      return said('bad', stoppedWords(situation), reason, [
        button({ words: 'Open the next issue', href: around.path('/studio'), isSlim: true }),
      ]);
    default:
      return reason !== null && said('info', 'Good to know.', reason);
  }
}

type Links = (...wanted: readonly StudioAction[]) => (Markup | false)[];

/** Links to the questions of those actions that are possible. */
export function linksOf(situation: IssueSituation, path: Path): Links {
  return (...wanted) =>
    wanted.map(
      (action) =>
        reasonUnavailable(action, situation) === null &&
        button({
          words: actionWords(action, situation),
          href: path(actionRoute(situation.slot, action)),
          isSlim: true,
          id: `do-${action}`,
        }),
    );
}

function said(
  tone: NoticeTone,
  what: string | Markup,
  reason: string | null,
  actions: readonly (Markup | false)[] = [],
): Markup {
  const rest = reason !== null && isolatedText(reason);
  return notice({ tone, what, rest, actions: actions.filter((one) => one !== false), isAnnounced: false });
}

function pausedNotice(situation: IssueSituation, { path, zone }: WhyContext): Markup {
  const { issue } = situation;
  const asks = linksOf(situation, path);
  if (issue?.pausedUntil != null)
    return notice({
      tone: 'warn',
      what: `Paused until ${fullDayAndTime(issue.pausedUntil, zone)}.`,
      rest: html`Then it goes on by itself. ${issue.reason !== null && isolatedText(issue.reason)}`,
      actions: asks('resume').filter((one) => one !== false),
      isAnnounced: false,
    });
  const what = issue?.byEditor === true ? 'Paused by an editor.' : 'Paused: it waits for you.';
  return notice({
    tone: 'bad',
    what,
    rest: html`${issue?.reason != null && isolatedText(issue.reason)} Nothing more is sent until somebody continues it.`,
    actions: asks('resume').filter((one) => one !== false),
    isAnnounced: false,
  });
}

function undecidedNotice(situation: IssueSituation, { path, carrier }: WhyContext): Markup {
  const { slot, undecided, issue } = situation;
  const asks = linksOf(situation, path);
  const failures = path(`/studio/issues/${slot}/failures?kind=uncertain`);
  return notice({
    tone: 'bad',
    what: `Paused: no answer came for ${counted(undecided, 'message')}.`,
    rest: 'They may have gone out or not. Sending stopped, so that nobody gets it twice without your say.',
    more: html`<p>First look for “${isolatedText(issue?.subject ?? '')}” in the log of ${carrier}. Then send them again, so that nobody is left out, or leave them, so that nobody gets it twice. <a href="${failures}">Show the ${formatNumber(undecided)}</a></p>`,
    actions: asks('resend-uncertain', 'accept-uncertain').filter((one) => one !== false),
    isAnnounced: false,
  });
}

function stoppedWords({ issue }: IssueSituation): string {
  if (issue === null || issue.sendingAt === null)
    return 'Stopped for good. Nothing was sent, and its comparisons are free for another issue.';
  const { deliveries, audience } = issue;
  return `Stopped for good after ${formatNumber(deliveries.submitted)} of ${formatNumber(audience.prepared)}. Who has it keeps it; nobody else gets it.`;
}
