import type { Context } from 'hono';
import { html } from 'hono/html';
import { PRODUCTS } from '../../../subscribers/lists/products/known-exports.ts';
import { MAX_STREAM_BYTES, MAX_UPLOAD_BYTES, MIB } from '../../bodies/body-limits.ts';
import type { Markup } from '../../pages/page.ts';
import { button } from '../frame/components/buttons.ts';
import { fold, pairs } from '../frame/components/facts.ts';
import { field } from '../frame/components/field.ts';
import { badge, type Tone } from '../frame/components/marks.ts';
import { card } from '../frame/components/page-heading.ts';
import { formatNumber, isolatedText } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { dayAndTime } from '../subscribers/subscriber-times.ts';
import type { ImportJob, ImportState } from './import-jobs.ts';

const IMPORT_ROUTE = '/studio/subscribers/import';

/** Chooses a file or pastes addresses; beside it, what a list may hold and the last imports. */
export function uploadPart(
  { var: { path } }: Context<StudioEnv>,
  { jobs, zone }: { jobs: readonly ImportJob[]; zone: string },
): Markup {
  return html`<div class="cols two-one"><form class="stack" method="post" action="${path(IMPORT_ROUTE)}" enctype="multipart/form-data" id="upload">
<section class="card"><div class="drop" id="drop"><label for="file">Choose a CSV file<span class="needs-script">, or drop it here</span></label>
<input id="file" name="file" type="file" accept=".csv,.txt,.tsv,text/csv" aria-describedby="file-hint">
<p class="hint" id="file-hint">Up to ${formatNumber(MAX_STREAM_BYTES / MIB)} MiB. Lists from other newsletter tools work as they are.</p>
<noscript><p class="hint">Without JavaScript, up to ${MAX_UPLOAD_BYTES / MIB} MiB.</p></noscript></div>
${fold({
  id: 'paste',
  title: 'Or paste email addresses',
  body: field({
    name: 'pasted',
    label: 'One on each line',
    rows: 5,
    placeholder: 'nora@reader.example, Nora Fernhill',
    hint: 'With or without names; also a table copied from a spreadsheet, with its headings.',
    attributes: html`autocapitalize="none" spellcheck="false"`,
  }),
})}</section>
<p class="error" id="upload-problem" role="alert" hidden></p>
<progress id="upload-progress" max="1" value="0" aria-label="Uploaded" hidden></progress>
<div class="actions">${button({ words: 'Check the list', kind: 'primary' })}<span class="muted small">Nothing is imported yet.</span></div>
</form>
<div class="stack">${card({
    id: 'may-hold',
    title: 'What the file may hold',
    body: html`${pairs([
      ['Email', 'Needed'],
      ['Name', 'In one column or more'],
      ['State', 'Confirmed, unsubscribed and so on'],
      ['Since', 'A date, with or without a time'],
    ])}
<p class="hint">On the next page you say which column is which, and see every line that does not work.</p>
<p class="hint">Who unsubscribed, bounced or complained here stays so.</p>
<p class="hint">Exports of ${PRODUCTS} are recognised.</p>`,
  })}
${
  jobs.length > 0 &&
  card({
    id: 'recent',
    title: 'Recent imports',
    body: html`<ul class="people">${jobs.map(
      ({ id, fileName, uploadedAt, state }) =>
        html`<li><span><a href="${path(`${IMPORT_ROUTE}/${id}`)}">${isolatedText(fileName)}</a><br><span class="muted small">${dayAndTime(uploadedAt, zone)}</span></span> ${badge(...JOB_WORDS[state.is])}</li>`,
    )}</ul>`,
  })
}</div></div>`;
}

const JOB_WORDS: Readonly<Record<ImportState['is'], readonly [string, Tone]>> = {
  waiting: ['To be checked', 'warn'],
  running: ['Importing', 'info'],
  done: ['Imported', 'good'],
  failed: ['Stopped', 'bad'],
};
