import {
  comparisonsIn,
  leagueToolOf,
  NOT_STATED,
  PANEL_WOULD_SHIP,
  shareWords,
  THE_ANSWERS,
  verdictWords,
} from '../../../emails/_components/digest/wording.ts';
import type { Digest, DigestSide } from '../../digest/digest.ts';
import { type Line, line, lineText, name } from '../../digest/line.ts';
import { displayWidth, isolated, MAX_COLUMNS, padded, wrapped } from './lines.ts';

/** Wide enough for "100%  not stated", and a gap. */
const FIGURES_WIDTH = 18;

/** Every comparison in one line, with its figures aligned at the right. Nothing for a single one. */
export function answersText(digest: Digest): string[] {
  const comparisons = comparisonsIn(digest);
  const shared = leagueToolOf(digest);
  if (comparisons.length < 2) return [];
  return [
    besideRight(THE_ANSWERS.toUpperCase(), PANEL_WOULD_SHIP.toLowerCase()),
    '-'.repeat(MAX_COLUMNS),
    ...(shared === null ? [] : row(line`${name(shared.shortName)}, beside`, [shared], '')),
    ...comparisons.flatMap(({ answer, sides, position }) =>
      shared === null
        ? row(answer, sides, `${position}  `)
        : row(line`${name(sides[1].shortName)}`, [sides[1]], `${position}  `),
    ),
  ];
}

function row(answer: Line, sides: readonly DigestSide[], first: string): string[] {
  const lines = wrapped(lineText(answer, isolated), {
    first,
    rest: ' '.repeat(first.length),
    columns: MAX_COLUMNS - FIGURES_WIDTH,
  });
  return lines.map((text, index) =>
    index === lines.length - 1 ? besideRight(text, figuresOf(sides)) : text,
  );
}

function figuresOf(sides: readonly DigestSide[]): string {
  if (sides.every(({ verdict, panelShare }) => verdict === null && panelShare === null)) return NOT_STATED;
  return sides
    .map(
      (side) =>
        shareWords(side) ?? (side.verdict === null ? NOT_STATED : verdictWords(side.verdict).toLowerCase()),
    )
    .map((figure) => figure.padStart(4))
    .join('  ')
    .trimStart();
}

export function besideRight(text: string, figures: string): string {
  return padded(text, MAX_COLUMNS - displayWidth(figures)) + figures;
}
