import type { Context } from 'hono';
import { html } from 'hono/html';
import { GUESSED, questionText } from '../../../subscribers/lists/columns/ask-about-columns.ts';
import type { RejectedLine } from '../../../subscribers/lists/csv-rows.ts';
import {
  columnLines,
  importNotes,
  importSummary,
  totalsText,
} from '../../../subscribers/lists/describe-import.ts';
import type { ImportCounts } from '../../../subscribers/lists/import-subscribers.ts';
import type { ImportPreview } from '../../../subscribers/lists/preview-import.ts';
import {
  exportId,
  IMPORT_FORMATS,
  KNOWN_EXPORTS,
  PRODUCTS,
} from '../../../subscribers/lists/products/known-exports.ts';
import { MAX_UPLOAD_BYTES } from '../../bodies/body-limits.ts';
import type { Markup } from '../../pages/page.ts';
import type { Site } from '../../pages/site.ts';
import { formatNumber, isolatedText, shortDate } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { STATUS_LABELS } from '../subscribers/subscriber-words.ts';
import { LIST_ENCODINGS } from './import-choice.ts';
import { columnFields } from './import-columns.ts';
import type { ImportJob, ImportState } from './import-jobs.ts';

const IMPORT_ROUTE = '/studio/subscribers/import';

const MAX_SHOWN_ROWS = 8;

/** The download contains them all. */
const MAX_SHOWN_REFUSED = 100;

export function importForm({ var: { path } }: Context<StudioEnv>): Markup {
  return html`<form class="sheet fields form" method="post" action="${path(IMPORT_ROUTE)}" enctype="multipart/form-data" id="upload">
<div><label for="file">A list as CSV <span class="hint">with a header line that names <code>email</code>, and optionally <code>name</code>, <code>status</code>, <code>created_at</code>. Exports of ${PRODUCTS} are recognised.</span></label>
<input id="file" name="file" type="file" accept=".csv,.txt,.tsv,text/csv" required>
<noscript><p class="hint">Without JavaScript, up to ${MAX_UPLOAD_BYTES / 1024 / 1024} MiB.</p></noscript></div>
<p class="error" id="upload-problem" role="alert" hidden></p>
<div class="row"><button>Upload and look at it</button> <progress id="upload-progress" max="1" value="0" aria-label="Uploaded" hidden></progress></div>
<p class="hint">Nothing is imported until you say so. People who unsubscribed or must not be emailed stay that way.</p>
</form>`;
}

interface ShownJob {
  job: ImportJob;
  preview: ImportPreview | null;
  /** The page's query string, which says how the list is read: empty, or with its question mark. */
  search: string;
}

/** The state of an import. */
export function jobPart(context: Context<StudioEnv>, site: Site, { job, preview, search }: ShownJob): Markup {
  const { state } = job;
  if (state.is === 'running') return runningPart(state, job.size);
  if (state.is === 'done') return donePart(context, job, state);
  if (state.is === 'failed')
    return html`<section class="sheet stack"><p class="notice bad" role="status">${state.reason}</p>${countsPart(state.counts)}</section>`;
  if (preview === null)
    return html`<section class="sheet"><p class="muted">This list is no longer here. Please upload it again.</p></section>`;
  return previewPart(context, site, { job, preview, search });
}

function previewPart(
  { var: { path } }: Context<StudioEnv>,
  site: Site,
  { job: { id, size }, preview, search }: ShownJob & { preview: ImportPreview },
): Markup {
  const { prepared, rows, rejected } = preview;
  const { problem, questions } = prepared;
  const route = `${IMPORT_ROUTE}/${id}` as const;
  const isReady = problem === null && questions.length === 0;
  return html`<section class="sheet stack"><h2>How it would be read</h2>
${problem !== null && html`<p class="notice bad" role="alert">${problem.message}</p>`}
${questions.length > 0 && questionsPart(prepared)}
${problem === null && foundPart(preview, size)}
${isReady && rows.length > 0 && rowsTable(preview, site.timezone)}
${isReady && preview.leftOut.length > 0 && leftOutPart(preview)}
${isReady && rejected.length > 0 && html`<p>${formatNumber(rejected.length)} refused lines. <a href="${path(`${route}/refused.csv`)}${search}">Download all as CSV</a></p>${refusedTable(rejected.slice(0, MAX_SHOWN_ROWS))}`}
</section>
${
  isReady &&
  html`<form method="post" action="${path(`${route}/start`)}${search}" class="row"><input type="hidden" name="from" value="${prepared.choice.from ?? ''}"><button>Import this list</button></form>`
}
<form method="get" action="${path(route)}" class="sheet stack"><h2>What the columns mean</h2>
<div class="row"><label for="from">Read it as</label>
<select id="from" name="from" class="short"><option value="">recognise it by its header</option>${IMPORT_FORMATS.map((form) => html`<option value="${form}"${form === prepared.choice.from && html` selected`}>${productText(form)}</option>`)}</select></div>
<div class="row"><label for="encoding">Encoding</label>
<select id="encoding" name="encoding" class="short"><option value="">UTF-8 or UTF-16</option>${Object.entries(LIST_ENCODINGS).map(([label, words]) => html`<option value="${label}"${label === prepared.choice.encoding && html` selected`}>${words}</option>`)}</select></div>
${columnFields(prepared)}
<div><button class="quiet">Look again</button></div></form>
<form method="post" action="${path(`${route}/discard`)}"><button class="quiet">Discard this list</button></form>`;
}

/** What must be answered before the list can be imported. */
function questionsPart({ questions, survey }: ImportPreview['prepared']): Markup {
  return html`<div class="notice bad" role="alert">${questions.map((question) => html`<p>${questionText(question, survey?.rows ?? 0)}</p>`)}
<p>Say below what each value means, then choose “Look again”. Check them all. ${GUESSED}</p></div>`;
}

function foundPart({ prepared, rejected, totals }: ImportPreview, size: number): Markup {
  const { plan, survey, choice, questions } = prepared;
  const product = plan?.product ?? null;
  const encoding = plan?.encoding === undefined ? '' : `, as ${plan.encoding}`;
  return html`<p>${detectedProductText(product?.name ?? null, choice.from)}${encoding}; ${formatSize(size)}. Rows: <strong class="number">${formatNumber(survey?.rows ?? 0)}</strong>${questions.length === 0 && html`, of them ${totalsText(totals)}${rejected.length > 0 && `, ${formatNumber(rejected.length)} refused`}`}.</p>
${plan !== null && html`<ul class="bullets">${columnLines(plan).map((line) => html`<li>${isolatedText(line)}</li>`)}</ul>`}
${plan !== null && importNotes(plan, prepared).map((note) => html`<p class="notice">${note}</p>`)}`;
}

function detectedProductText(product: string | null, from: string | null): string {
  if (product === null)
    return from === null
      ? 'Not recognised as an export of a known product, so it is read by the names of its columns'
      : `Read as ${productText(from)}`;
  return `${from === null ? 'Recognised' : 'Read'} as an export of ${product}`;
}

function leftOutPart({ leftOut }: ImportPreview): Markup {
  return html`<div><p>Imported without a part that cannot be read:</p>${refusedTable(leftOut.slice(0, MAX_SHOWN_ROWS), 'What is left out')}</div>`;
}

function productText(form: string): string {
  if (form === 'plain') return 'columns email, name, status, created_at';
  return `an export of ${KNOWN_EXPORTS.find((known) => exportId(known) === form)?.name ?? form}`;
}

function formatSize(bytes: number): string {
  return bytes < 1024 * 1024
    ? `${formatNumber(Math.ceil(bytes / 1024))} KiB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

function rowsTable({ rows }: ImportPreview, zone: string): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="The first rows"><table class="broad cards">
<thead><tr><th scope="col" class="number">Line</th><th scope="col">Email address</th><th scope="col">Name</th><th scope="col">Status</th><th scope="col">Since</th></tr></thead>
<tbody>${rows
    .slice(0, MAX_SHOWN_ROWS)
    .map(
      ({ line, email, name, status, suppression, createdAt }) =>
        html`<tr><td class="number" data-label="Line">${line}</td><td>${isolatedText(email)}</td><td>${name !== null && isolatedText(name)}</td><td>${STATUS_LABELS[status]}${suppression !== null && html` <span class="status bad">${suppression}</span>`}</td><td data-label="Since">${createdAt === null ? html`<span class="muted">now</span>` : shortDate(createdAt, zone)}</td></tr>`,
    )}</tbody></table></div>`;
}

function refusedTable(rejected: readonly RejectedLine[], title = 'Why it was refused'): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table>
<thead><tr><th scope="col" class="number">Line</th><th scope="col">${title}</th></tr></thead>
<tbody>${rejected.map(({ line, message }) => html`<tr><td class="number">${line}</td><td>${isolatedText(message)}</td></tr>`)}</tbody></table></div>`;
}

function runningPart(
  { counts, product, bytesRead }: Extract<ImportState, { is: 'running' }>,
  size: number,
): Markup {
  return html`<section class="sheet stack"><h2 id="running">Importing${product !== null && ` an export of ${product}`}</h2>
<progress max="${Math.max(1, size)}" value="${bytesRead}" aria-labelledby="running"></progress>
${countsPart(counts)}</section>`;
}

function donePart(
  { var: { path } }: Context<StudioEnv>,
  { id }: ImportJob,
  { report, product }: Extract<ImportState, { is: 'done' }>,
): Markup {
  const { rejected } = report;
  return html`<section class="sheet stack"><p class="notice good" role="status">The list is imported${product !== null && ` as an export of ${product}`}.</p>
${countsPart({ ...report, rejected: rejected.length })}
${importSummary(report).map((sentence) => html`<p>${sentence}</p>`)}
${report.leftOut.rows > 0 && html`<p>In ${formatNumber(report.leftOut.rows)} rows a date could not be read and was left out.</p>`}</section>
${
  rejected.length > 0 &&
  html`<section class="sheet stack"><div class="row"><h2>Refused lines</h2><a href="${path(`${IMPORT_ROUTE}/${id}/refused.csv`)}">Download all ${formatNumber(rejected.length)} as CSV</a></div>
${rejected.length > MAX_SHOWN_REFUSED && html`<p class="muted">The first ${MAX_SHOWN_REFUSED}:</p>`}
${refusedTable(rejected.slice(0, MAX_SHOWN_REFUSED))}</section>`
}`;
}

function countsPart({ added, updated, unchanged, rejected }: ImportCounts): Markup {
  const count = (number: number, word: string) =>
    html`<li><strong class="number">${formatNumber(number)}</strong> ${word}</li>`;
  return html`<ul class="counts">${count(added, 'added')}${count(updated, 'updated')}${count(unchanged, 'unchanged')}${count(rejected, 'refused')}</ul>`;
}
