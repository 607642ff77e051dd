import { findColumn } from './choose-columns.ts';
import { mayTellWhoLeft, saysSomebodyLeft } from './column-hint.ts';
import { exportWord } from './export-form.ts';
import { headerKind } from './header-kind.ts';
import type { ColumnQuestion, ImportChoice, ImportPlan, NamedPlace } from './import-plan.ts';
import { SAYS, type StandingColumn, saidBy } from './standing-column.ts';
import type { ColumnSurvey, FileSurvey } from './survey-file.ts';

/** What a person must say of a file before it is imported. */
export function columnQuestions(
  plan: ImportPlan,
  survey: FileSurvey,
  choice: ImportChoice,
): ColumnQuestion[] {
  const ignored = new Set(
    choice.columns
      .filter(({ role }) => role === 'ignore')
      .map(({ column }) => findColumn(survey, column).place),
  );
  const isOther = (label: string) => plan.product?.otherMatters?.test(exportWord(label)) === true;
  // In a product's tags and notes, its owner may have written anything.
  const mayTell = (column: ColumnSurvey) =>
    isOther(column.label)
      ? headerKind(column.label) === 'text' && saysSomebodyLeft(column)
      : mayTellWhoLeft(column, survey.rows);
  const unread = plan.unread
    .filter(({ place }) => !ignored.has(place))
    .flatMap(({ place }) => survey.columns[place] ?? [])
    .filter(mayTell)
    .map((column) => ({ column, about: 'unread' as const }));
  const surveyed = ({ place }: NamedPlace) => survey.columns[place] ?? [];
  const words = plan.standings
    .filter((standing) => isMostlyUnknown(standing, survey))
    .flatMap(surveyed)
    .map((column) => ({ column, about: 'words' as const }));
  return [...words, ...unread];
}

/** A word by mistake costs its row only; where most are not known, the column means something else than we think. */
function isMostlyUnknown(standing: StandingColumn, { columns, rows }: FileSurvey): boolean {
  const { values = null, filled = 0 } = columns[standing.place] ?? {};
  if (values === null) return standing.other === SAYS.unknown;
  const cells = [...values, ['', rows - filled] as const];
  const isUnknown = (cell: string) => saidBy(standing, cell) === SAYS.unknown;
  const unknown = cells.reduce((sum, [cell, count]) => sum + (isUnknown(cell) ? count : 0), 0);
  return unknown > 0 && unknown * 2 > rows;
}
