import { html } from 'hono/html';
import type { IssueRecord } from '../../../issues/issue-store.ts';
import type { Markup } from '../../pages/page.ts';
import { actionRoute, type Path } from '../actions/action-route.ts';
import { reasonUnavailable, STUDIO_ACTIONS, type StudioAction } from '../actions/issue-action.ts';
import type { IssueSituation } from '../actions/issue-situation.ts';
import { button, type MenuItem, menu } from '../frame/components/buttons.ts';
import { statusBadge } from '../frame/components/marks.ts';
import { pageHeading } from '../frame/components/page-heading.ts';
import { formatNumber, isolatedText, longTime } from '../frame/format.ts';
import { spanWords, weekName } from '../frame/times.ts';
import { actionWords } from './issue-words.ts';

interface HeadingContext {
  path: Path;
  now: number;
  zone: string;
  /** When it goes out, if it did not begin. */
  scheduledAt: number;
}

/** The actions that the notice above the report offers already. */
const IN_THE_NOTICE: Partial<Record<IssueSituation['status'], readonly StudioAction[]>> = {
  paused: ['resume', 'resend-uncertain', 'accept-uncertain'],
  held: ['resume', 'send'],
  skipped: ['resume'],
};

/** What the issue is, where it stands, the mail itself, and what else can be done. */
export function issueHeading(situation: IssueSituation, around: HeadingContext): Markup {
  const { slot, status, issue } = situation;
  const { path } = around;
  const week = weekName(slot, around);
  const subject = issue?.subject ?? issue?.edited.subject ?? null;
  const line = lineOf(situation, around);
  const items = menuItems(situation, path);
  return pageHeading({
    title: subject === null ? week : isolatedText(subject),
    badge: statusBadge(status),
    line: subject === null ? line : html`${week}${line !== false && html` · ${line}`}`,
    crumb: { words: 'Issues', href: path('/studio/issues') },
    actions: [
      ...ways(situation, path),
      items.length > 0 && menu({ id: 'more', words: 'More', items }),
    ].filter((one) => one !== false),
  });
}

function lineOf(
  { status, issue }: IssueSituation,
  { now, zone, scheduledAt }: HeadingContext,
): Markup | false {
  if (issue?.sendingAt == null) {
    if (status === 'skipped' || status === 'cancelled') return html`Nothing goes out this week`;
    const [ahead, held] = scheduledAt > now ? ['Goes out', 'Would go out'] : ['Was due', 'Was due'];
    return html`${status === 'held' ? held : ahead} ${longTime(scheduledAt, zone)}`;
  }
  const { sendingAt, finishedAt, audience } = issue;
  if (status !== 'sent' || finishedAt === null) return html`Began ${longTime(sendingAt, zone)}`;
  const many = audience.prepared;
  return html`${longTime(sendingAt, zone)} · to ${formatNumber(many)} ${many === 1 ? 'subscriber' : 'subscribers'} in ${spanWords(finishedAt - sendingAt)}`;
}

/** Whether the archive has it: a cancelled issue only if somebody may have received it. */
export function isPublic(issue: IssueRecord | null): boolean {
  if (issue?.sendingAt == null) return false;
  return issue.status !== 'cancelled' || issue.deliveries.submitted + issue.deliveries.uncertain > 0;
}

/** The mail, where there is one, else the page on which it is written. */
function ways({ slot, status, issue }: IssueSituation, path: Path): (Markup | false)[] {
  if (issue?.sendingAt != null)
    return [isPublic(issue) && button({ words: 'Read it', href: path(`/issues/${slot}`) })];
  const isOpen = status !== 'cancelled' && status !== 'skipped';
  return [isOpen && button({ words: 'Open it', href: path(`/studio?slot=${slot}`), kind: 'primary' })];
}

function menuItems(situation: IssueSituation, path: Path): MenuItem[] {
  const { slot, status, issue, undecided } = situation;
  const told = IN_THE_NOTICE[status] ?? [];
  const asked = STUDIO_ACTIONS.filter(
    (action) =>
      reasonUnavailable(action, situation) === null &&
      (!told.includes(action) || (undecided > 0 && action === 'resume')),
  );
  return [
    ...(isPublic(issue)
      ? [{ words: 'Its text', note: 'As readers without HTML get it', href: path(`/issues/${slot}.txt`) }]
      : []),
    ...(issue?.sendingAt == null ? [] : downloads(slot, path)),
    ...asked.map((action) => ({
      words: actionWords(action, situation),
      href: path(actionRoute(slot, action)),
      id: `do-${action}`,
      ...(action === 'cancel' && { ends: true }),
    })),
  ];
}

function downloads(slot: string, path: Path): MenuItem[] {
  return [
    {
      words: 'Download the numbers',
      note: 'CSV, without email addresses',
      href: path(`/studio/issues/${slot}/report.csv`),
    },
    {
      words: 'Download who got it',
      note: 'CSV, what happened to the mail to each subscriber',
      href: path(`/studio/issues/${slot}/deliveries.csv`),
    },
  ];
}
