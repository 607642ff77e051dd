import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { RejectedLine } from '../../../subscribers/lists/csv-rows.ts';
import { BYTE_ORDER_MARK } from '../../../subscribers/lists/export-subscribers.ts';
import { refusedLinesCsv } from '../../../subscribers/lists/refused-lines-csv.ts';
import { MAX_STUDIO_FORM_BYTES } from '../../bodies/body-limits.ts';
import { limitForm, readForm } from '../../bodies/form.ts';
import type { Markup } from '../../pages/page.ts';
import { isolatedText, shortTime } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { SUBSCRIBERS_ROUTE } from '../subscribers/subscriber-list.ts';
import { readFrom, readImportChoice } from './import-choice.ts';
import { createImportJobs, type ImportJob, type ImportJobs } from './import-jobs.ts';
import { importForm, jobPart } from './import-parts.ts';
import { receiveUpload } from './receive-upload.ts';

export const IMPORT_ROUTE = `${SUBSCRIBERS_ROUTE}/import` as const;
const JOB_ROUTE = `${IMPORT_ROUTE}/:id` as const;

const NO_SUCH_IMPORT = {
  status: 404,
  title: 'There is no such import',
  detail:
    'Only the last five are kept, and none when the program restarts. To make sure that a whole list was imported, import it again: people who are already there stay as they are.',
} as const;

const BUSY = {
  status: 409,
  title: 'Another list is being imported',
  detail: 'Wait until it is done, then start this one.',
} as const;

/** `/studio/subscribers/import`: upload a list, preview and import it, and see what happened to each line. */
export function importPages(deps: StudioDeps): Hono<StudioEnv> {
  const { answerProblem } = deps;
  const jobs = createImportJobs(deps);
  const find = (context: Context) => jobs.find(context.req.param('id') ?? '');
  const toJob = (context: Context<StudioEnv>, { id }: ImportJob) =>
    context.redirect(context.var.path(`${IMPORT_ROUTE}/${id}`), 303);
  return new Hono<StudioEnv>()
    .get(IMPORT_ROUTE, (context) => answerOverview(context, deps, jobs.list()))
    .post(IMPORT_ROUTE, async (context) => {
      const upload = await receiveUpload(context);
      return upload.ok
        ? toJob(context, jobs.add(upload))
        : answerProblem(context, upload.problem, { Connection: 'close' });
    })
    .get(JOB_ROUTE, (context) => {
      const job = find(context);
      return job === undefined
        ? answerProblem(context, NO_SUCH_IMPORT)
        : answerJob(context, deps, { job, jobs });
    })
    .post(`${JOB_ROUTE}/start`, limitForm(answerProblem, MAX_STUDIO_FORM_BYTES), async (context) => {
      const job = find(context);
      if (job === undefined) return answerProblem(context, NO_SUCH_IMPORT);
      const choice = readImportChoice(context.req.queries());
      const from = readFrom((await readForm(context)).one('from')) ?? choice.from;
      const outcome = jobs.start(job, { ...choice, from });
      return outcome === 'busy' ? answerProblem(context, BUSY) : toJob(context, job);
    })
    .post(`${JOB_ROUTE}/discard`, limitForm(answerProblem, MAX_STUDIO_FORM_BYTES), (context) => {
      const job = find(context);
      if (job?.state.is === 'running') return answerProblem(context, BUSY);
      if (job !== undefined) jobs.discard(job);
      return context.redirect(context.var.path(IMPORT_ROUTE), 303);
    })
    .get(`${JOB_ROUTE}/refused.csv`, async (context) => {
      const job = find(context);
      const rejected = job && (await refusedLines(job, jobs, context));
      if (rejected === undefined) return answerProblem(context, NO_SUCH_IMPORT);
      return context.body(`${BYTE_ORDER_MARK}${refusedLinesCsv(rejected)}`, 200, {
        'Content-Type': 'text/csv; charset=utf-8; header=present',
        'Content-Disposition': 'attachment; filename="refused-lines.csv"',
      });
    });
}

/** The lines that an import refused, or would refuse. */
async function refusedLines(
  job: ImportJob,
  jobs: ImportJobs,
  context: Context,
): Promise<readonly RejectedLine[] | undefined> {
  if (job.state.is === 'done') return job.state.report.rejected;
  return (await jobs.lookAt(job, readImportChoice(context.req.queries())))?.rejected;
}

function answerOverview(context: Context<StudioEnv>, { site }: StudioDeps, jobs: readonly ImportJob[]) {
  const { path } = context.var;
  return answerStudioPage(context, site, {
    title: 'Import subscribers',
    section: SUBSCRIBERS_ROUTE,
    scripts: ['import-upload.js'],
    body: html`
<p class="small"><a href="${path(SUBSCRIBERS_ROUTE)}">All subscribers</a></p>
<div class="title"><h1>Import subscribers</h1></div>
${importForm(context)}
${
  jobs.length > 0 &&
  html`<section class="sheet stack"><h2>Recent imports</h2><ul class="record">${jobs.map(
    ({ id, fileName, uploadedAt, state }) =>
      html`<li>${shortTime(uploadedAt, site.timezone)} <a href="${path(`${IMPORT_ROUTE}/${id}`)}">${isolatedText(fileName)}</a> <span class="status">${state.is}</span></li>`,
  )}</ul></section>`
}`,
  });
}

async function answerJob(
  context: Context<StudioEnv>,
  { site }: StudioDeps,
  { job, jobs }: { job: ImportJob; jobs: ImportJobs },
) {
  const { path } = context.var;
  const { search } = new URL(context.req.url);
  const preview = await jobs.lookAt(job, readImportChoice(context.req.queries()));
  const isRunning = job.state.is === 'running';
  return answerStudioPage(context, site, {
    title: `Import of ${job.fileName}`,
    section: SUBSCRIBERS_ROUTE,
    ...(isRunning && { scripts: ['live-page.js'], head: NOSCRIPT_REFRESH }),
    body: html`
<p class="small"><a href="${path(IMPORT_ROUTE)}">Import another list</a> · <a href="${path(SUBSCRIBERS_ROUTE)}">All subscribers</a></p>
<div class="title"><h1>${isolatedText(job.fileName)}</h1></div>
<div id="import" class="import stack-of-sheets"${isRunning && html` data-live`}>${jobPart(context, site, { job, preview, search })}</div>`,
  });
}

const NOSCRIPT_REFRESH: Markup = html`<noscript><meta http-equiv="refresh" content="2"></noscript>`;
