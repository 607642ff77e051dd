import { html } from 'hono/html';
import type { IssueStatus } from '../../../issues/issue-status-rules.ts';
import type { Markup } from '../../pages/page.ts';
import { badge, statusBadge } from '../frame/components/marks.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { weekName } from '../frame/times.ts';
import type { StudioDeps } from '../studio-deps.ts';
import type { StatedComparison } from './comparison-states.ts';
import { shortDay } from './comparison-words.ts';

/** Where a comparison stands, in a word; one of an earlier issue has that issue's. */
export function stateBadge({ state }: Pick<StatedComparison, 'state'>, issue: IssueStatus | null): Markup {
  switch (state) {
    case 'next':
      return badge('In the next issue', 'info');
    case 'waiting':
      return badge('Waiting');
    case 'held':
      return badge('On hold', 'bad');
    case 'old':
      return badge('Too old', 'warn');
    case 'broken':
      return badge('A tool is missing', 'warn');
    case 'used':
      return statusBadge(issue ?? 'sent');
  }
}

/** A line beneath its name: why it is where it is, and what is missing. */
export function stateNotes(comparison: StatedComparison, { config }: Pick<StudioDeps, 'config'>): string[] {
  const { state, reason, heldAt, missing } = comparison;
  const why = {
    next: '',
    waiting: waitingWords(reason),
    held: heldAt === null ? '' : `On hold since ${shortDay(heldAt, config.schedule.zone)}`,
    old: `Older than ${config.selection.lookbackDays} days`,
    broken: 'Add it again as a whole',
    used: '',
  }[state];
  const lacks = { link: 'No link', pricing: 'Pricing is not given' } as const;
  return [why, ...missing.map((what) => lacks[what])].filter((words) => words !== '');
}

function waitingWords(reason: StatedComparison['reason']): string {
  if (reason === 'left-out') return 'Left out of the next issue';
  const isFull = reason === 'over-max-items' || reason === 'over-max-bytes';
  return isFull ? 'The next issue is full' : 'Waits for the next issue';
}

/** A link to the issue that has it. */
export function issueLink(
  path: StudioEnv['Variables']['path'],
  { slot, state }: StatedComparison,
  { next, clock, config }: Pick<StudioDeps, 'clock' | 'config'> & { next: string },
): Markup | false {
  const at = { now: clock.now(), zone: config.schedule.zone };
  if (state === 'next') return html`<a href="${path('/studio')}">${weekName(next, at)}</a>`;
  if (slot === null) return false;
  return html`<a href="${path(`/studio/issues/${slot}`)}">${weekName(slot, at)}</a>`;
}
