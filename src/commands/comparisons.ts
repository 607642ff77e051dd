import type { Command } from 'commander';
import type { StoreApp } from '../app/compose-app.ts';
import type { ComparisonListing } from '../comparisons/comparison-store.ts';
import { withCorrected } from '../comparisons/corrections/correction.ts';
import { toIso } from '../shared/clock.ts';
import { AppError } from '../shared/errors.ts';
import { type StoreContext, withStores } from './command-action.ts';
import { table } from './output.ts';
import { printableLine } from './printable.ts';

const HOW_TO_REMOVE = `
A comparison that does not belong here is not removed but held, and then goes into no issue:
  verdicts issue edit --hold one-tool-vs-another`;

/** Comparisons per page. */
const PAGE = 200;

export function addComparisonCommands(program: Command): void {
  const comparisons = program
    .command('comparisons')
    .description('see your comparisons')
    .addHelpText('after', HOW_TO_REMOVE);
  comparisons
    .command('list')
    .description('list all comparisons, the newest first')
    .addHelpText('after', '\nExample:\n  verdicts comparisons list')
    .action(withStores(listComparisons));
  comparisons
    .command('show')
    .description('print a comparison as JSON that an import can read, and what was corrected by hand')
    .argument('<slug>')
    .addHelpText('after', '\nExample:\n  verdicts comparisons show one-tool-vs-another')
    .action(withStores(showComparison));
}

async function listComparisons({ app, output }: StoreContext) {
  const listed = await app.comparisonStore.listComparisons();
  if (output.json) {
    await output.list(comparisonPages(listed, app));
    return true;
  }
  output.result(listed, () =>
    table(
      ['published', 'slug', 'issue'],
      listed.map(({ publishedAt, slug, slot, held, tools }) => [
        toIso(publishedAt).slice(0, 10),
        slug,
        tools === null ? 'incomplete' : held ? 'on hold' : (slot ?? ''),
      ]),
    ),
  );
  return true;
}

/** In the import's format, which cannot express an incomplete comparison. */
async function* comparisonPages(listed: readonly ComparisonListing[], { correctionStore }: StoreApp) {
  const slugs = listed.filter(({ tools }) => tools !== null).map(({ slug }) => slug);
  for (let first = 0; first < slugs.length; first += PAGE) {
    const page = await correctionStore.readCorrected(slugs.slice(first, first + PAGE));
    yield page.map(({ comparison, corrections }) => withCorrected(comparison, corrections));
  }
}

async function showComparison({ app, output }: StoreContext, slug: string) {
  const [found] = await app.correctionStore.readCorrected([slug]);
  if (found === undefined) throw new AppError('not-found', await reasonNotShown(slug, app));
  const comparison = withCorrected(found.comparison, found.corrections);
  output.result(comparison, () => JSON.stringify(comparison, null, 2));
  return true;
}

async function reasonNotShown(slug: string, { comparisonStore }: StoreApp): Promise<string> {
  const listed = await comparisonStore.listComparisons();
  return listed.some((comparison) => comparison.slug === slug)
    ? `The comparison ${slug} is incomplete: one of its tools is missing. Import the whole comparison again.`
    : `There is no comparison ${printableLine(slug)}. To see all, run: verdicts comparisons list`;
}
