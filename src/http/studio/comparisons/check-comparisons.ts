import { z } from 'zod';
import { MAX_COMPARISONS } from '../../../comparisons/add-comparisons.ts';
import { contradictionsOf } from '../../../comparisons/checks/contradictions.ts';
import { type ComparisonCopy, comparisonSchema, webUrlSchema } from '../../../comparisons/comparison.ts';
import type { SaveOutcome } from '../../../comparisons/comparison-store.ts';
import { decodeText } from '../../../comparisons/decode-text.ts';
import { importComparisons } from '../../../comparisons/import-comparisons.ts';
import { isDate, type Rejection, type Warning } from '../../../comparisons/read-entry.ts';
import { createSaver, notesOf } from '../../../comparisons/save-comparisons.ts';
import { isMhtml, unpackMhtml } from '../../../comparisons/unpack-mhtml.ts';
import { localInstant } from '../../../schedule/slot.ts';
import { toIso } from '../../../shared/clock.ts';
import type { StudioDeps } from '../studio-deps.ts';

/** A comparison that can be added, and what that would do. */
export interface ReadComparison {
  copy: ComparisonCopy;
  /** `contradicts-known` and `slug-taken` are among the refused instead. */
  becomes: 'added' | 'updated' | 'unchanged';
  notes: string[];
  /** What the editor wrote where the source did not say it, as typed. */
  url: string;
  published: string;
  problems: { url?: string; published?: string };
}

export interface Checked {
  read: ReadComparison[];
  refused: Rejection[];
  warnings: Warning[];
}

export interface Source {
  name: string;
  bytes: Uint8Array;
}

type CheckDeps = Pick<StudioDeps, 'comparisonStore' | 'clock' | 'config'>;

/** Reads files as the import does, without keeping anything. */
export async function checkSources(sources: readonly Source[], deps: CheckDeps): Promise<Checked> {
  const read: ReadComparison[] = [];
  const saveComparison = async (copy: ComparisonCopy, at: number): Promise<SaveOutcome> => {
    const outcome = await deps.comparisonStore.foreseeSave(copy, at);
    const isRead = outcome.kind !== 'slug-taken' && outcome.kind !== 'contradicts-known';
    if (isRead && !read.some((known) => known.copy.slug === copy.slug)) read.push(readAs(copy, outcome));
    return outcome;
  };
  const zone = deps.config.schedule.zone;
  const { rejected, warnings } = await importComparisons(
    {
      sources: sources.map(({ name, bytes }) => ({
        name,
        read: async () => (isMhtml(bytes) ? unpackMhtml(bytes) : decodeText(bytes)),
      })),
      startOfDay: (date) => localInstant({ date, zone }),
    },
    { comparisonStore: { saveComparison }, clock: deps.clock },
  );
  const tooMany = read.splice(MAX_COMPARISONS).length;
  if (tooMany > 0)
    rejected.push({
      file: '',
      path: '',
      message: `At most ${MAX_COMPARISONS} are added at a time. ${tooMany} more are left out; add them next, or with verdicts import.`,
    });
  return { read, refused: rejected, warnings };
}

function readAs(
  copy: ComparisonCopy,
  outcome: Extract<SaveOutcome, { kind: ReadComparison['becomes'] }>,
): ReadComparison {
  // The import's own warnings have the notes of a check.
  return { copy, becomes: outcome.kind, notes: [], url: '', published: '', problems: {} };
}

const boundsSchema = z.object({ min: z.number(), max: z.number() }).nullable();
const copySchema = z.object({ unclearVotes: z.array(boundsSchema).max(2).optional() });

/** The comparisons that a page showed, from its form; null if the form is broken. */
export function parseCopies(json: string): ComparisonCopy[] | null {
  let values: unknown;
  try {
    values = JSON.parse(json);
  } catch {
    return null;
  }
  const list = z.array(z.unknown()).max(MAX_COMPARISONS).safeParse(values).data;
  const copies = list?.map((value): ComparisonCopy | null => {
    const comparison = comparisonSchema.safeParse(value).data;
    const votes = copySchema.safeParse(value).data;
    if (comparison === undefined || votes === undefined) return null;
    if (comparison.tools.some((side) => contradictionsOf(side).length > 0)) return null;
    const { unclearVotes } = votes;
    return unclearVotes === undefined ? comparison : { ...comparison, unclearVotes };
  });
  return copies === undefined || copies.includes(null) ? null : (copies as ComparisonCopy[]);
}

/** Fills in what the editor wrote; `problems` says what is wrong with it. */
export function withGiven(
  copy: ComparisonCopy,
  { url, published, zone }: { url: string; published: string; zone: string },
): { copy: ComparisonCopy; problems: ReadComparison['problems'] } {
  const problems: ReadComparison['problems'] = {};
  const filled = { ...copy };
  if (copy.url === null && url !== '') {
    const { data } = webUrlSchema.safeParse(url);
    if (data === undefined) problems.url = 'Write the whole link, with https://.';
    else filled.url = data;
  }
  if (copy.publishedAt === null && published !== '') {
    if (isDate(published)) filled.publishedAt = toIso(localInstant({ date: published, zone }));
    else problems.published = 'Write a date such as 2026-11-27.';
  }
  return { copy: filled, problems };
}

export interface Added {
  counts: Record<ReadComparison['becomes'], number>;
  refused: Rejection[];
  notes: string[];
  slugs: string[];
}

/** Adds them by the import's rules, one by one. */
export async function addCopies(
  copies: readonly ComparisonCopy[],
  { comparisonStore, clock }: CheckDeps,
): Promise<Added> {
  const save = createSaver({ comparisonStore, clock });
  const added: Added = { counts: { added: 0, updated: 0, unchanged: 0 }, refused: [], notes: [], slugs: [] };
  for (const copy of copies) {
    const outcome = await save(copy, copy.slug);
    if ('refused' in outcome) {
      added.refused.push({ file: copy.slug, path: outcome.field, message: outcome.refused });
      continue;
    }
    added.counts[outcome.saved] += 1;
    added.notes.push(...outcome.notes);
    added.slugs.push(copy.slug);
  }
  return added;
}

/** What adding it would do now. */
export async function foresee(copy: ComparisonCopy, { comparisonStore, clock }: CheckDeps) {
  const outcome = await comparisonStore.foreseeSave(copy, clock.now());
  if (outcome.kind === 'slug-taken' || outcome.kind === 'contradicts-known') return null;
  const notes = outcome.kind === 'added' ? [] : notesOf(copy.slug, outcome);
  return { ...readAs(copy, outcome), notes };
}
