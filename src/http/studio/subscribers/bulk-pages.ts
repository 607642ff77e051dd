import { setTimeout } from 'node:timers/promises';
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { csvOfPages } from '../../../subscribers/lists/export-subscribers.ts';
import type { Wanted } from '../../../subscribers/subscriber-list-store.ts';
import { MAX_STUDIO_FORM_BYTES } from '../../bodies/body-limits.ts';
import { type Form, limitForm, readForm } from '../../bodies/form.ts';
import { createJobIds, jobElsewhere } from '../frame/process-jobs.ts';
import { streamText } from '../frame/stream-text.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { BULK_ACTIONS, type BulkJob, countPeople, runJob, undoJob } from './bulk-jobs.ts';
import { bulkPart } from './bulk-part.ts';
import { createKept } from './kept.ts';
import type { Searches } from './sealed-searches.ts';
import { listHeaders } from './subscriber-list.ts';
import { readId, readState, wantedOf } from './subscriber-search.ts';
import { BULK_ROUTE, SUBSCRIBERS_ROUTE } from './subscriber-table.ts';
import { STATE_LABELS, subscribersWords } from './subscriber-words.ts';

const JOB_ROUTE = `${BULK_ROUTE}/:id` as const;

/** Of a million people each takes some 100 MB. */
const MAX_KEPT = 5;

/** How long the first page waits for the count, so that a short list asks at once. */
const MAX_WAIT_MS = 100;

const NO_ONE = {
  status: 422,
  title: 'Nobody is selected',
  detail: 'Go back, tick the people or “All”, and choose again.',
} as const;

const NO_SUCH_JOB = {
  status: 404,
  title: 'This selection is no longer here',
  detail:
    'Only the last few selections are kept, and none after a restart. What was done stays done. Select the people again to go on.',
} as const;

const WHEN_GONE = 'If that process has ended, what it did stays done: select the people again to go on.';

const NOT_NOW = {
  status: 409,
  title: 'Nothing was done',
  detail: 'This was already done, or it is being done. Its page says how far it is.',
} as const;

/** `/studio/subscribers/bulk`: asks, then unsubscribes, erases or exports many at a time. */
export function bulkPages(deps: StudioDeps, searches: Searches): Hono<StudioEnv> {
  const { answerProblem } = deps;
  const ids = createJobIds(deps.owner);
  const jobs = createKept<BulkJob>({ limit: MAX_KEPT, ids, mayGo: ({ state }) => state.is !== 'running' });
  const limit = limitForm(answerProblem, MAX_STUDIO_FORM_BYTES);
  const find = (context: Context) => jobs.find(context.req.param('id') ?? '');
  const toJob = (context: Context<StudioEnv>, id: string) =>
    context.redirect(context.var.path(`${BULK_ROUTE}/${id}`), 303);
  const notHere = (context: Context<StudioEnv>) => {
    const process = ids.whoHas(context.req.param('id') ?? '');
    return process === null
      ? answerProblem(context, NO_SUCH_JOB)
      : answerProblem(
          context,
          ...jobElsewhere(context, { job: 'This selection', process, whenGone: WHEN_GONE }),
        );
  };
  return new Hono<StudioEnv>()
    .get(BULK_ROUTE, (context) => context.redirect(context.var.path(SUBSCRIBERS_ROUTE), 303))
    .post(BULK_ROUTE, limit, async (context) => {
      const form = await readForm(context);
      const action = BULK_ACTIONS.find((one) => one === form.one('do'));
      const selection = readSelection(form, searches);
      if (selection === 'lost') return answerProblem(context, NO_SUCH_JOB);
      if (action === undefined || selection === null) return answerProblem(context, NO_ONE);
      const job: BulkJob = {
        ...{ action, whom: selection.whom, people: [], states: {}, first: [] },
        state: { is: 'counting' },
      };
      const id = jobs.add(job);
      await Promise.race([countPeople(job, selection.wanted, deps), setTimeout(MAX_WAIT_MS)]);
      return toJob(context, id);
    })
    .get(JOB_ROUTE, (context) => {
      const job = find(context);
      return job === undefined ? notHere(context) : answerJob(context, deps, job);
    })
    .post(`${JOB_ROUTE}/start`, limit, async (context) => {
      const job = find(context);
      if (job === undefined) return notHere(context);
      const { action, people, state } = job;
      if (state.is !== 'asking' || action === 'download') return answerProblem(context, NOT_NOW);
      job.state = { is: 'running', what: 'do', done: 0, changed: 0 };
      await deps.record.add(action === 'erase' ? 'erased' : 'unsubscribed', subscribersWords(people.length));
      await Promise.race([runJob(job, deps), setTimeout(MAX_WAIT_MS)]);
      return toJob(context, context.req.param('id'));
    })
    .post(`${JOB_ROUTE}/undo`, limit, async (context) => {
      const job = find(context);
      if (job === undefined) return notHere(context);
      if (job.state.is !== 'done' || job.state.at === null) return answerProblem(context, NOT_NOW);
      await Promise.race([undoJob(job, job.state.at, deps), setTimeout(MAX_WAIT_MS)]);
      return toJob(context, context.req.param('id'));
    })
    .get(`${JOB_ROUTE}/subscribers.csv`, async (context) => {
      const job = find(context);
      if (job === undefined) return notHere(context);
      if (job.action !== 'download' || job.state.is !== 'asking') return answerProblem(context, NO_SUCH_JOB);
      if (context.req.method === 'GET')
        await deps.record.add('exported', subscribersWords(job.people.length));
      const csv = csvOfPages(pagesOf(job, deps), { purpose: 'spreadsheet' });
      return context.body(streamText(csv, deps.stopping), 200, listHeaders(deps));
    });
}

interface Selection {
  wanted: Wanted | number[];
  whom: string;
}

/** Null if nobody was chosen; `lost` if the search is no longer kept. */
function readSelection(form: Form, searches: Searches): Selection | 'lost' | null {
  if (form.one('all') !== 'yes') {
    const ids = form.all('who').flatMap((id) => readId(id) ?? []);
    return ids.length === 0 ? null : { wanted: ids, whom: 'Those you ticked' };
  }
  const sealed = form.one('found');
  const text = sealed === undefined ? null : searches.open(sealed);
  if (text === undefined) return 'lost';
  const state = readState(form.one('state'));
  const whom =
    text !== null
      ? `All with “${text}”`
      : state === null
        ? 'All'
        : `All who are ${STATE_LABELS[state].toLowerCase()}`;
  return { wanted: wantedOf({ state, text }), whom };
}

const CSV_PAGE_SIZE = 500;

async function* pagesOf({ people }: BulkJob, { subscriberStore }: StudioDeps) {
  for (let start = 0; start < people.length; start += CSV_PAGE_SIZE)
    yield subscriberStore.findMany(people.slice(start, start + CSV_PAGE_SIZE).map(({ id }) => id));
}

function answerJob(context: Context<StudioEnv>, deps: StudioDeps, job: BulkJob) {
  const isMoving = job.state.is === 'running' || job.state.is === 'counting';
  return answerStudioPage(context, deps.site, {
    // Not whom: a browser's history would keep it.
    title: 'Several subscribers',
    section: SUBSCRIBERS_ROUTE,
    ...(isMoving && {
      scripts: ['live-page.js'],
      head: html`<noscript><meta http-equiv="refresh" content="2"></noscript>`,
    }),
    body: bulkPart(context, deps, job),
  });
}
