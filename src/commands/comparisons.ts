import type { Command } from 'commander';
import { toIso } from '../clock.ts';
import { AppError } from '../errors.ts';
import { type CommandContext, withApp } from './run-program.ts';
import { table } from './table.ts';

export function addComparisonCommands(program: Command): void {
  const comparisons = program
    .command('comparisons')
    .description('look at the comparisons that the store holds');
  comparisons
    .command('list')
    .description('list all comparisons, the newest first')
    .addHelpText('after', '\nExample:\n  verdicts comparisons list')
    .action(withApp(listComparisons));
  comparisons
    .command('show')
    .description("print a comparison in the import's form")
    .argument('<slug>')
    .addHelpText('after', '\nExample:\n  verdicts comparisons show one-tool-vs-another')
    .action(withApp(showComparison));
}

async function listComparisons({ app, output }: CommandContext) {
  const listed = (await app.issueStore.listComparisons()).map((comparison) => ({
    ...comparison,
    publishedAt: toIso(comparison.publishedAt),
  }));
  output.result(listed, () =>
    table(
      ['published', 'slug', 'issue'],
      listed.map(({ publishedAt, slug, slot, held }) => [
        publishedAt.slice(0, 10),
        slug,
        held ? 'held' : (slot ?? ''),
      ]),
    ),
  );
  return true;
}

async function showComparison({ app, output }: CommandContext, slug: string) {
  const [comparison] = await app.issueStore.readComparisons([slug]);
  if (comparison === undefined) {
    throw new AppError(
      'not-found',
      `There is no comparison ${slug}. To see all, run: verdicts comparisons list`,
    );
  }
  output.result(comparison, () => JSON.stringify(comparison, null, 2));
  return true;
}
