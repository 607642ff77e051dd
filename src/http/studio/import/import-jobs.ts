import type { Readable } from 'node:stream';
import { AppError } from '../../../shared/errors.ts';
import type { ImportChoice } from '../../../subscribers/lists/import-plan.ts';
import {
  type ImportCounts,
  type ImportReport,
  importSubscribers,
} from '../../../subscribers/lists/import-subscribers.ts';
import { type ImportPreview, previewImport } from '../../../subscribers/lists/preview-import.ts';
import { NO_EFFECTS } from '../../../subscribers/lists/row-effect.ts';
import { createJobIds } from '../frame/process-jobs.ts';
import type { StudioDeps } from '../studio-deps.ts';
import type { SpooledFile } from './spooled-file.ts';

/** An uploaded list, from its upload to the report of its import. */
export interface ImportJob {
  readonly id: string;
  readonly fileName: string;
  readonly uploadedAt: number;
  readonly size: number;
  /** Lines of the file that what was pasted does not have. */
  readonly linesAdded: number;
  /** Null once imported or discarded. */
  file: SpooledFile | null;
  /** The last preview; reading a long list takes seconds. */
  cached: { key: string; preview: Promise<ImportPreview> } | null;
  state: ImportState;
}

export type ImportState =
  | { is: 'waiting' }
  | { is: 'running'; counts: ImportCounts; product: string | null; bytesRead: number }
  | { is: 'done'; report: ImportReport; product: string | null }
  | { is: 'failed'; counts: ImportCounts; reason: string };

export interface ImportJobs {
  add(upload: { fileName: string; file: SpooledFile; linesAdded?: number | undefined }): ImportJob;
  find(id: string): ImportJob | undefined;
  /** Which other process may have one that is not found here; null if none can. */
  whoHas(id: string): string | null;
  /** The latest first. */
  list(): ImportJob[];
  /** How a waiting list would be read; null if it no longer waits. */
  lookAt(job: ImportJob, choice: ImportChoice): Promise<ImportPreview | null>;
  /** `busy`: another list is being imported; `already`: this one was started before. */
  start(job: ImportJob, choice: ImportChoice, consent: ImportConsent): 'started' | 'busy' | 'already';
  /** Deletes a waiting list or a report. */
  discard(job: ImportJob): void;
}

/** Whether the editor can show that the people of a list agreed. */
export const IMPORT_CONSENTS = ['shown', 'unsure'] as const;
export type ImportConsent = (typeof IMPORT_CONSENTS)[number];

/** Reports of long lists with many errors take memory. */
const MAX_KEPT = 5;

const NO_COUNTS: ImportCounts = { added: 0, updated: 0, unchanged: 0, rejected: 0, effects: NO_EFFECTS };

const STOPPED =
  'The import stopped before its end: something failed, or we were restarted. What was imported until then is kept. Import the list again to complete it.';

/** Imports uploaded lists in the background, one at a time. Jobs are kept in memory only. */
export function createImportJobs(deps: StudioDeps): ImportJobs {
  const ids = createJobIds(deps.owner);
  const jobs = new Map<string, ImportJob>();
  const isRunning = () => [...jobs.values()].some(({ state }) => state.is === 'running');
  const discard = (job: ImportJob) => {
    jobs.delete(job.id);
    releaseFile(job, deps);
  };
  deps.stopping.addEventListener('abort', () => {
    for (const job of jobs.values()) if (job.state.is === 'waiting') releaseFile(job, deps);
  });
  return {
    find: (id) => jobs.get(id),
    whoHas: ids.whoHas,
    list: () => [...jobs.values()].toReversed(),
    discard,
    add(upload) {
      for (const old of [...jobs.values()]
        .filter(({ state }) => state.is !== 'running')
        .slice(0, -(MAX_KEPT - 1)))
        discard(old);
      const job: ImportJob = {
        ...upload,
        id: ids.make(),
        uploadedAt: deps.clock.now(),
        size: upload.file.size,
        linesAdded: upload.linesAdded ?? 0,
        cached: null,
        state: { is: 'waiting' },
      };
      jobs.set(job.id, job);
      return job;
    },
    lookAt: (job, choice) => lookAt(job, choice, deps),
    start(job, choice, consent) {
      if (job.state.is !== 'waiting') return 'already';
      if (isRunning()) return 'busy';
      void runImport(job, { choice, consent }, deps);
      return 'started';
    },
  };
}

async function lookAt(
  job: ImportJob,
  choice: ImportChoice,
  { subscriberStore, signingSecrets: secrets }: StudioDeps,
): Promise<ImportPreview | null> {
  const { file } = job;
  if (job.state.is !== 'waiting' || file === null) return null;
  const key = JSON.stringify(choice);
  if (job.cached?.key !== key) {
    const preview = previewImport({ read: () => file.read() }, choice, { subscriberStore, secrets });
    job.cached = { key, preview };
    preview.catch(() => {
      job.cached = null;
    });
  }
  return job.cached?.preview ?? null;
}

async function runImport(
  job: ImportJob,
  { choice, consent }: { choice: ImportChoice; consent: ImportConsent },
  deps: StudioDeps,
): Promise<void> {
  const { file, cached } = job;
  if (file === null) return;
  const running = { is: 'running' as const, counts: NO_COUNTS, product: null as string | null, bytesRead: 0 };
  job.state = running;
  const inputs: Readable[] = [];
  const read = () => {
    const input = file.read((bytes) => {
      running.bytesRead = bytes;
    });
    inputs.push(input);
    return input;
  };
  const stop = () => {
    for (const input of inputs) input.destroy(new Error('The program stops.'));
  };
  deps.stopping.addEventListener('abort', stop, { once: true });
  try {
    const known = cached?.key === JSON.stringify(choice) ? await cached.preview : undefined;
    const report = await importSubscribers({
      input: { read },
      choice,
      subscriberStore: deps.subscriberStore,
      secrets: deps.signingSecrets,
      now: deps.clock.now(),
      ...(known && { prepared: known.prepared }),
      isConsentUnsure: consent === 'unsure',
      source: `import:${job.fileName}`,
      onPrepared: ({ plan }) => {
        running.product = plan?.product?.name ?? null;
      },
      onProgress: (counts) => {
        running.counts = counts;
      },
    });
    job.state = { is: 'done', report, product: running.product };
  } catch (error) {
    job.state = { is: 'failed', counts: running.counts, reason: reasonOf(error) };
    if (!(error instanceof AppError && error.code === 'input') && !deps.stopping.aborted) deps.onError(error);
  } finally {
    deps.stopping.removeEventListener('abort', stop);
    for (const input of inputs) input.destroy();
    job.cached = null;
    releaseFile(job, deps);
    deps.changes.notify();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof AppError ? error.message : STOPPED;
}

function releaseFile(job: ImportJob, { onError }: StudioDeps): void {
  const { file } = job;
  job.file = null;
  file?.close().catch(onError);
}
