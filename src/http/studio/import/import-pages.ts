import { setTimeout } from 'node:timers/promises';
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { RejectedLine } from '../../../subscribers/lists/csv-rows.ts';
import { BYTE_ORDER_MARK } from '../../../subscribers/lists/export-subscribers.ts';
import type { ImportChoice } from '../../../subscribers/lists/import-plan.ts';
import type { ImportPreview } from '../../../subscribers/lists/preview-import.ts';
import { refusedLinesCsv } from '../../../subscribers/lists/refused-lines-csv.ts';
import { MAX_STUDIO_FORM_BYTES } from '../../bodies/body-limits.ts';
import { limitForm, readForm } from '../../bodies/form.ts';
import type { Markup } from '../../pages/page.ts';
import { MOVING, pageHeading } from '../frame/components/page-heading.ts';
import { formatNumber, isolatedText } from '../frame/format.ts';
import { jobElsewhere } from '../frame/process-jobs.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { SUBSCRIBERS_ROUTE } from '../subscribers/subscriber-list.ts';
import { checkPart } from './import-check-part.ts';
import { readFrom, readImportChoice } from './import-choice.ts';
import { createImportJobs, IMPORT_CONSENTS, type ImportJob, type ImportJobs } from './import-jobs.ts';
import { startedPart } from './import-parts.ts';
import { uploadPart } from './import-upload-part.ts';
import { receiveUpload } from './receive-upload.ts';

export const IMPORT_ROUTE = `${SUBSCRIBERS_ROUTE}/import` as const;
const JOB_ROUTE = `${IMPORT_ROUTE}/:id` as const;

const NO_SUCH_IMPORT = {
  status: 404,
  title: 'There is no such import',
  detail:
    'Only the last five are kept, and none after a restart. To make sure that a whole list was imported, import it again: people who are already there stay as they are.',
} as const;

const WHEN_GONE =
  'If that process has ended, the list is gone: import it again; people who are already there stay as they are.';

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
  const notHere = (context: Context<StudioEnv>) => {
    const process = jobs.whoHas(context.req.param('id') ?? '');
    return process === null
      ? answerProblem(context, NO_SUCH_IMPORT)
      : answerProblem(
          context,
          ...jobElsewhere(context, { job: 'This import', process, whenGone: WHEN_GONE }),
        );
  };
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
        ? notHere(context)
        : answerJob(context, deps, { job, jobs, choice: readImportChoice(context.req.queries()) });
    })
    .post(`${JOB_ROUTE}/start`, limitForm(answerProblem, MAX_STUDIO_FORM_BYTES), async (context) => {
      const job = find(context);
      if (job === undefined) return notHere(context);
      const choice = readImportChoice(context.req.queries());
      const form = await readForm(context);
      const from = readFrom(form.one('from')) ?? choice.from;
      const consent = IMPORT_CONSENTS.find((one) => one === form.one('consent'));
      const how = { ...choice, from };
      if (consent === undefined && (await needsConsent(job, jobs, how)))
        return answerJob(context, deps, { job, jobs, choice: how, isConsentMissing: true });
      const outcome = jobs.start(job, how, consent ?? 'shown');
      return outcome === 'busy' ? answerProblem(context, BUSY) : toJob(context, job);
    })
    .post(`${JOB_ROUTE}/discard`, limitForm(answerProblem, MAX_STUDIO_FORM_BYTES), (context) => {
      const job = find(context);
      if (job === undefined && jobs.whoHas(context.req.param('id')) !== null) return notHere(context);
      if (job?.state.is === 'running') return answerProblem(context, BUSY);
      if (job !== undefined) jobs.discard(job);
      return context.redirect(context.var.path(IMPORT_ROUTE), 303);
    })
    .get(`${JOB_ROUTE}/refused.csv`, async (context) => {
      const job = find(context);
      if (job === undefined) return notHere(context);
      const rejected = await refusedLines(job, jobs, context);
      if (rejected === undefined) return answerProblem(context, NO_SUCH_IMPORT);
      const lines = rejected.map(({ line, message }) => ({ line: line - job.linesAdded, message }));
      return context.body(`${BYTE_ORDER_MARK}${refusedLinesCsv(lines)}`, 200, {
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

/** A list in which nobody is confirmed mails nobody. */
async function needsConsent(job: ImportJob, jobs: ImportJobs, choice: ImportChoice): Promise<boolean> {
  const preview = await jobs.lookAt(job, choice);
  return preview !== null && isReady(preview) && preview.totals.confirmed > 0;
}

function isReady({ prepared }: ImportPreview): boolean {
  return prepared.problem === null && prepared.questions.length === 0;
}

function answerOverview(context: Context<StudioEnv>, { site }: StudioDeps, jobs: readonly ImportJob[]) {
  const { path } = context.var;
  return answerStudioPage(context, site, {
    title: 'Import subscribers',
    section: SUBSCRIBERS_ROUTE,
    scripts: ['import-upload.js'],
    body: html`${pageHeading({
      title: 'Import subscribers',
      crumb: { words: 'Subscribers', href: path(SUBSCRIBERS_ROUTE) },
    })}
${uploadPart(context, { jobs, zone: site.timezone })}`,
  });
}

/** How long a page waits until a list is read; reading a long one takes seconds. */
const MAX_WAIT_MS = 2_000;

const READING = Symbol('reading');

async function answerJob(
  context: Context<StudioEnv>,
  { site }: StudioDeps,
  {
    job,
    jobs,
    choice,
    isConsentMissing = false,
  }: { job: ImportJob; jobs: ImportJobs; choice: ImportChoice; isConsentMissing?: boolean },
) {
  const { path } = context.var;
  const { search } = new URL(context.req.url);
  const preview = await Promise.race([jobs.lookAt(job, choice), setTimeout(MAX_WAIT_MS, READING)]);
  const isMoving = job.state.is === 'running' || preview === READING;
  return answerStudioPage(context, site, {
    title: 'Import subscribers',
    section: SUBSCRIBERS_ROUTE,
    status: isConsentMissing ? 422 : 200,
    ...(isMoving && { scripts: ['live-page.js'], head: NOSCRIPT_REFRESH }),
    body: html`<div id="import" class="stack"${isMoving && html` data-live`}>${pageHeading({
      title: TITLES[job.state.is],
      line: html`${isolatedText(job.fileName)} · ${sizeWords(job, preview)}`,
      crumb: { words: 'Import', href: path(IMPORT_ROUTE) },
    })}
${
  preview === READING
    ? html`<section class="card"><p role="status">Reading the whole list…</p><p class="muted small">Nothing is imported yet.</p></section>`
    : preview === null
      ? startedPart(context, job)
      : checkPart(context, site, { job, preview, search, isConsentMissing })
}${isMoving && MOVING}</div>`,
  });
}

const TITLES: Readonly<Record<ImportJob['state']['is'], string>> = {
  waiting: 'Check the list',
  running: 'Importing',
  done: 'Import done',
  failed: 'Import stopped',
};

function sizeWords({ size }: ImportJob, preview: ImportPreview | null | typeof READING): string {
  const bytes =
    size < 1024 * 1024
      ? `${formatNumber(Math.ceil(size / 1024))} KiB`
      : `${(size / 1024 / 1024).toFixed(1)} MiB`;
  const rows = preview === READING ? undefined : preview?.prepared.survey?.rows;
  return rows === undefined ? bytes : `${formatNumber(rows)} ${rows === 1 ? 'line' : 'lines'} · ${bytes}`;
}

const NOSCRIPT_REFRESH: Markup = html`<noscript><meta http-equiv="refresh" content="2"></noscript>`;
