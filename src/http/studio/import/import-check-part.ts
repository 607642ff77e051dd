import type { Context } from 'hono';
import { html } from 'hono/html';
import { DAY_MS } from '../../../shared/durations.ts';
import { GUESSED, questionText } from '../../../subscribers/lists/columns/ask-about-columns.ts';
import { proposeMap } from '../../../subscribers/lists/columns/propose-map.ts';
import { importNotes } from '../../../subscribers/lists/describe-import.ts';
import type { ImportPreview, PreviewRow } from '../../../subscribers/lists/preview-import.ts';
import {
  exportId,
  IMPORT_FORMATS,
  KNOWN_EXPORTS,
} from '../../../subscribers/lists/products/known-exports.ts';
import type { RowEffect } from '../../../subscribers/lists/row-effect.ts';
import { UNCONFIRMED_RETENTION_MS } from '../../../subscribers/tidy-subscribers.ts';
import type { Markup } from '../../pages/page.ts';
import type { Site } from '../../pages/site.ts';
import { button } from '../frame/components/buttons.ts';
import { dataTable } from '../frame/components/data-table.ts';
import { fieldNotes, option } from '../frame/components/field.ts';
import { badge, type Tone } from '../frame/components/marks.ts';
import { notice } from '../frame/components/notice.ts';
import { formatNumber, isolatedText } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { shortDay } from '../subscribers/subscriber-times.ts';
import { stateBadge, subscribersWords } from '../subscribers/subscriber-words.ts';
import { LIST_ENCODINGS } from './import-choice.ts';
import { columnTable } from './import-columns.ts';
import { effectsPart } from './import-effects.ts';
import type { ImportJob } from './import-jobs.ts';
import { refusedCard } from './refused-card.ts';

const IMPORT_ROUTE = '/studio/subscribers/import';

const MAX_SHOWN_ROWS = 8;

export interface ShownCheck {
  job: ImportJob;
  preview: ImportPreview;
  /** The page's query string, which says how the list is read: empty, or with its question mark. */
  search: string;
  /** The list was to be imported without saying whether its people agreed. */
  isConsentMissing: boolean;
}

/** How a list would be read, line by line, before anything is kept. */
export function checkPart(context: Context<StudioEnv>, site: Site, shown: ShownCheck): Markup {
  const { job, preview, search } = shown;
  const { path } = context.var;
  const { prepared, rejected, leftOut } = preview;
  const { problem, questions } = prepared;
  const route = `${IMPORT_ROUTE}/${job.id}` as const;
  const isReady = problem === null && questions.length === 0;
  return html`
${problem !== null && notice({ tone: 'bad', what: 'The list can’t be read yet.', rest: problem.message })}
${questions.length > 0 && questionsPart(prepared)}
${isReady && totalsPart(preview)}
${prepared.plan !== null && importNotes(prepared.plan, prepared).map((words) => notice({ tone: 'info', what: 'Good to know.', rest: words, isAnnounced: false }))}
${columnsForm(path(route), preview)}
${isReady && rejected.length > 0 && refusedCard({ rejected, download: path(`${route}/refused.csv${search}` as '/studio'), linesAdded: job.linesAdded })}
${isReady && leftOut.length > 0 && refusedCard({ rejected: leftOut, isLeftOut: true, linesAdded: job.linesAdded })}
${isReady && preview.rows.length > 0 && rowsCard(shown, site)}
${isReady && preview.rows.length > 0 && importForm(path(`${route}/start${search}` as '/studio'), shown)}
<form method="post" action="${path(`${route}/discard`)}" class="actions" id="throw-away">${!(isReady && preview.rows.length > 0) && html`${button({ words: 'Throw away' })}<span class="muted small">Nothing is imported yet.</span>`}</form>`;
}

/** What must be answered before the list can be imported. */
function questionsPart(prepared: ImportPreview['prepared']): Markup {
  const { questions, survey } = prepared;
  return notice({
    tone: 'warn',
    what:
      questions.length === 1 ? 'Please check what a column means.' : 'Please check what some columns mean.',
    rest: 'Below is what we think. Put right what is wrong, then choose “Check again”.',
    more: html`${questions.map((question) => html`<p>${questionText(question, survey?.rows ?? 0)}</p>`)}${proposeMap(prepared).isGuessed && html`<p>${GUESSED}</p>`}`,
  });
}

function totalsPart({ effects, rejected }: ImportPreview): Markup {
  return effectsPart(effects, { refused: rejected.length });
}

function columnsForm(action: string, { prepared }: ImportPreview): Markup {
  const { choice } = prepared;
  return html`<form method="get" action="${action}"><section class="card flush" aria-labelledby="columns-heading"><div class="tools-row row between"><h2 id="columns-heading">Columns</h2><span class="muted small">${productWords(prepared)}. Change what is wrong.</span></div>
${columnTable(prepared)}
<div class="tools-row"><div class="pair grow"><div><label for="from">Read it as</label>
<select id="from" name="from"><option value="">recognise it by its column names</option>${IMPORT_FORMATS.map((form) => html`<option value="${form}"${form === choice.from && html` selected`}>${productText(form)}</option>`)}</select></div>
<div><label for="encoding">Encoding</label>
<select id="encoding" name="encoding"><option value="">UTF-8 or UTF-16</option>${Object.entries(LIST_ENCODINGS).map(([label, words]) => html`<option value="${label}"${label === choice.encoding && html` selected`}>${words}</option>`)}</select></div></div>
${button({ words: 'Check again' })}</div></section></form>`;
}

function productWords({ plan, choice }: ImportPreview['prepared']): string {
  const product = plan?.product?.name ?? null;
  const encoding = plan?.encoding === undefined ? '' : `, as ${plan.encoding}`;
  if (product !== null)
    return `${choice.from === null ? 'Recognised' : 'Read'} as an export of ${product}${encoding}`;
  if (choice.from !== null) return `Read as ${productText(choice.from)}${encoding}`;
  return plan === null ? 'Not recognised by their names' : `Recognised by their names${encoding}`;
}

function productText(form: string): string {
  if (form === 'plain') return 'columns email, name, status, created_at';
  return `an export of ${KNOWN_EXPORTS.find((known) => exportId(known) === form)?.name ?? form}`;
}

const EFFECT_WORDS: Readonly<Record<RowEffect, readonly [string, Tone]>> = {
  new: ['New', 'info'],
  here: ['Already here', 'grey'],
  stays: ['Still gets no mail', 'grey'],
  repeated: ['Twice', 'grey'],
};

function rowsCard({ job, preview: { rows } }: ShownCheck, { timezone: zone }: Site): Markup {
  const shown = rows.slice(0, MAX_SHOWN_ROWS);
  return html`<section class="card flush" aria-labelledby="rows-heading"><div class="tools-row row between"><h2 id="rows-heading">How they will look</h2><span class="muted small">The first ${shown.length}</span></div>${dataTable<PreviewRow>(
    {
      caption: 'The first lines',
      isCompact: true,
      rows: shown,
      columns: [
        { label: 'Email', isHeader: true, cell: ({ email }) => isolatedText(email) },
        { label: 'Name', cell: ({ name }) => name !== null && isolatedText(name) },
        {
          label: 'State in the file',
          isMark: true,
          cell: ({ status, suppression, pausedUntil }) =>
            stateBadge(
              {
                status,
                pausedUntil,
                suppression: suppression === null ? null : { reason: suppression, at: 0 },
              },
              { now: 0, zone },
            ),
        },
        { label: 'Since', cell: ({ createdAt }) => (createdAt === null ? 'now' : shortDay(createdAt, zone)) },
        { label: 'Here', cell: ({ effect }) => badge(...EFFECT_WORDS[effect]) },
        {
          label: 'In the file',
          isNumber: true,
          cell: ({ line }) => `Line ${formatNumber(line - job.linesAdded)}`,
        },
      ],
    },
  )}</section>`;
}

const UNCONFIRMED_DAYS = UNCONFIRMED_RETENTION_MS / DAY_MS;

/** Nothing is chosen beforehand: to mail people who did not agree has a price. */
function importForm(action: string, { preview, isConsentMissing }: ShownCheck): Markup {
  const { choice } = preview.prepared;
  const count = preview.effects.new;
  const words = count > 0 ? `Import ${subscribersWords(count)}` : 'Import what is missing';
  return html`<form method="post" action="${action}" class="stack" id="import-form"><input type="hidden" name="from" value="${choice.from ?? ''}">
${
  preview.totals.confirmed > 0 &&
  html`<section class="card"><fieldset class="stack-8"${isConsentMissing && html` aria-describedby="consent-notes"`}><legend class="label">Did these people agree to get mail from you?</legend>
${option({
  name: 'consent',
  value: 'shown',
  words: 'Yes, and I can show it',
  note: 'Those who are confirmed in the file are confirmed at once, and get the next issue.',
  isRequired: true,
})}
${option({
  name: 'consent',
  value: 'unsure',
  words: 'Not sure',
  note: `They are kept as not confirmed, and get no mail. Who signs up on your site can confirm; the others are removed after ${UNCONFIRMED_DAYS} days.`,
})}
${fieldNotes({ name: 'consent', error: isConsentMissing ? 'Say whether they agreed. Nothing is imported yet.' : undefined })}</fieldset></section>`
}
<div class="actions">${button({ words, kind: 'primary', id: 'import-button' })}${button({ words: 'Throw away', form: 'throw-away' })}<span class="muted small">Nothing is imported yet. An import can’t be taken back.</span></div></form>`;
}
