import type { Context } from 'hono';
import { html } from 'hono/html';
import { importSummary } from '../../../subscribers/lists/describe-import.ts';
import type { Markup } from '../../pages/page.ts';
import { button } from '../frame/components/buttons.ts';
import { progressBar } from '../frame/components/facts.ts';
import { notice } from '../frame/components/notice.ts';
import { formatNumber } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { subscribersWords } from '../subscribers/subscriber-words.ts';
import { effectsPart } from './import-effects.ts';
import type { ImportJob, ImportState } from './import-jobs.ts';
import { refusedCard } from './refused-card.ts';

const IMPORT_ROUTE = '/studio/subscribers/import';

/** An import that was started: how far it is, or what it did. */
export function startedPart(context: Context<StudioEnv>, job: ImportJob): Markup {
  const { state } = job;
  switch (state.is) {
    case 'running':
      return runningPart(state, job.size);
    case 'done':
      return donePart(context, job, state);
    case 'failed':
      return html`${notice({ tone: 'bad', what: 'The list was not imported to its end.', rest: state.reason })}${effectsPart(state.counts.effects, { refused: state.counts.rejected })}`;
    default:
      return notice({ tone: 'warn', what: 'This list is no longer here.', rest: 'Please upload it again.' });
  }
}

function runningPart(
  { counts, product, bytesRead }: Extract<ImportState, { is: 'running' }>,
  size: number,
): Markup {
  return html`<section class="card"><p role="status">Importing${product !== null && ` an export of ${product}`}…</p>
${progressBar({ done: bytesRead, all: size, label: 'Imported' })}
<p class="muted small">You can leave this page; it goes on.</p></section>
${effectsPart(counts.effects, { refused: counts.rejected })}`;
}

function donePart(
  { var: { path } }: Context<StudioEnv>,
  { id, linesAdded }: ImportJob,
  { report, product }: Extract<ImportState, { is: 'done' }>,
): Markup {
  const { rejected, added } = report;
  return html`${notice({
    tone: 'good',
    what: `The list is imported${product === null ? '' : ` as an export of ${product}`}.`,
    rest: `${subscribersWords(added)} ${added === 1 ? 'is' : 'are'} new.`,
    more: html`${importSummary(report).map((sentence) => html`<p>${sentence}</p>`)}${report.leftOut.rows > 0 && html`<p>In ${formatNumber(report.leftOut.rows)} rows a date could not be read and was left out.</p>`}`,
    actions: [
      button({ words: 'Show subscribers', isSlim: true, href: path('/studio/subscribers') }),
      button({ words: 'Import another list', isSlim: true, kind: 'quiet', href: path(IMPORT_ROUTE) }),
    ],
  })}
${effectsPart(report.effects, { refused: rejected.length })}
${rejected.length > 0 && refusedCard({ rejected, download: path(`${IMPORT_ROUTE}/${id}/refused.csv`), linesAdded })}`;
}
