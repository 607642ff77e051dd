import { html } from 'hono/html';
import type { IssueRecord } from '../../../issues/issue-store.ts';
import { counted, formatNumber } from '../../../shared/counted.ts';
import type { Markup } from '../../pages/page.ts';
import { button } from '../frame/components/buttons.ts';
import { notice } from '../frame/components/notice.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { spanWords, weekName } from '../frame/times.ts';
import { carrierLabel } from './carrier-label.ts';

export const DISMISS_ROUTE = '/studio/dismiss';

/** How the last issue ended, above the next one until it is dismissed. */
export function resultNotice(
  issue: IssueRecord,
  { path, now, zone }: { path: StudioEnv['Variables']['path']; now: number; zone: string },
): Markup {
  const { slot, status, audience, deliveries } = issue;
  const isSent = status === 'sent';
  const carrier = carrierLabel(issue);
  const week = weekName(slot, { now, zone });
  return html`<div class="result" id="last-result">${notice({
    tone: isSent ? 'good' : 'warn',
    what: isSent ? `${week} went out.` : `${week} was stopped for good.`,
    rest: `${carrier.charAt(0).toUpperCase()}${carrier.slice(1)} accepted ${formatNumber(deliveries.submitted)} of ${formatNumber(audience.prepared)}${duration(issue)}.${refusedWords(deliveries)}`,
    isAnnounced: false,
    actions: [
      button({ words: 'See the report', href: path(`/studio/issues/${slot}`), isSlim: true }),
      isSent &&
        button({
          words: 'Read it in the archive',
          href: path(`/issues/${slot}`),
          kind: 'quiet',
          isSlim: true,
        }),
      html`<form method="post" action="${path(DISMISS_ROUTE)}">${button({ words: 'Dismiss', kind: 'quiet', isSlim: true, name: 'slot', value: slot })}</form>`,
    ],
  })}</div>`;
}

function duration({ sendingAt, finishedAt }: IssueRecord): string {
  return sendingAt === null || finishedAt === null ? '' : ` in ${spanWords(finishedAt - sendingAt)}`;
}

function refusedWords({ rejected, uncertain }: IssueRecord['deliveries']): string {
  const refused =
    rejected === 0 ? '' : ` ${formatNumber(rejected)} ${rejected === 1 ? 'was' : 'were'} refused.`;
  return uncertain === 0 ? refused : `${refused} No answer came for ${counted(uncertain, 'message')}.`;
}
