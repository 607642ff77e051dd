import { type Line, line, name, type ToolName } from '../line.ts';
import type { PanelCount } from '../panel.ts';
import { capitalised, numberWord, uncapitalised } from '../plain-words.ts';
import type { Answer, Judged } from './answer.ts';
import { reviewerInSentence } from './role-words.ts';

type Shown = (name: string) => string;

/** Who would ship which tool, and who would not: only what the comparison says. */
export function verdictSentence({ ahead, other }: Answer, shown: Shown): Line {
  const [one, two] = [name(shown(ahead.side.name)), name(shown(other.side.name))];
  if (ahead.verdict === null) return ['No verdict is given on either.'];
  if (other.verdict === null) return line`${panelClause(ahead, one)}; no verdict is given on ${two}.`;
  const [countAhead, countOther] = [ahead.count, other.count];
  if (countAhead?.of === 1 && countOther?.of === 1) return onlyReviewersWould(ahead, other, [one, two]);
  if (countAhead !== null && countOther !== null && areOtherPeople(ahead, other))
    return line`${reviewersWould(countAhead)} ${one}; ${uncapitalised(reviewersWould(countOther))} ${two}.`;
  if (countAhead !== null && countOther !== null && countAhead.of === countOther.of) {
    if (countAhead.ship !== countOther.ship)
      return line`${reviewersWould(countAhead)} ${one}; ${othersWould(other, countOther, two)}.`;
    return line`${reviewersWould(countAhead)} ${either(countAhead)}${heldOut(ahead, other)}.`;
  }
  if (ahead.share !== null && ahead.share === other.share)
    return [`${ahead.share}% of each panel would ship it.`];
  return line`${panelClause(ahead, one)}; ${panelClause(other, two, ahead)}.`;
}

/** Every reviewer of both is named, and they are not the same: nothing may be said of "the panel" of both. */
function areOtherPeople({ side: { reviews } }: Judged, { side: { reviews: others } }: Judged): boolean {
  const [names, otherNames] = [reviews, others].map((all) => all.map(({ reviewer }) => reviewer).sort());
  if (names === undefined || otherNames === undefined) return false;
  const isKnown = [names, otherNames].every((all) => all.length > 1 && !all.includes(null));
  return isKnown && names.join('\n') !== otherNames.join('\n');
}

/** A tool's own panel, where it is clear which tool is meant. `isToo`: the tool it is compared with is one to ship. */
export function panelSentence(judged: Judged, { isToo = false } = {}): Line {
  const { verdict, count } = judged;
  if (verdict === null) return ['No verdict is given.'];
  if (judged.size === 1) return [`Its only reviewer would ${verdict === 'ship' ? 'ship' : 'skip'} it.`];
  if (count === null) return line`${panelClause(judged, 'it')}.`;
  const also = isToo && count.ship === count.of ? ' too' : '';
  return [`${reviewersWould(count)} it${also}${dissentWords(judged)}.`];
}

/** "All four reviewers would ship", "Three of four reviewers would ship". */
function reviewersWould({ ship, of }: PanelCount): string {
  if (ship === of)
    return of === 2 ? 'Both reviewers would ship' : `All ${numberWord(of)} reviewers would ship`;
  if (ship === 0)
    return of === 2 ? 'Neither reviewer would ship' : `None of the ${numberWord(of)} reviewers would ship`;
  return `${capitalised(numberWord(ship))} of ${numberWord(of)} reviewers would ship`;
}

/** "only the Futurist would ship B", "on B, the Skeptic dissents", "two would ship B". */
function othersWould({ shippers, dissenters }: Judged, { ship, of }: PanelCount, tool: ToolName): Line {
  const [shipper] = shippers ?? [];
  const [dissenter] = dissenters ?? [];
  if (ship === 0) return line`none would ship ${tool}`;
  if (ship === 1 && shipper !== undefined)
    return line`only ${reviewerInSentence(shipper)} would ship ${tool}`;
  if (ship === of - 1 && of > 2 && dissenter !== undefined)
    return line`on ${tool}, ${reviewerInSentence(dissenter)} dissents`;
  return line`${numberWord(ship)} would ship ${tool}`;
}

const either = ({ ship, of }: PanelCount) => (2 * ship === of ? 'each' : 'either one');

/** The same single dissenter on both, or an even panel whose reviewers change sides. */
function heldOut(one: Judged, other: Judged): string {
  const [first, ...more] = one.dissenters ?? [];
  const [second, ...others] = other.dissenters ?? [];
  if (first !== undefined && first === second && more.length + others.length === 0)
    return `; ${reviewerInSentence(first)} dissents each time`;
  if (one.verdict !== 'split' || one.shippers === null || other.shippers === null) return '';
  const { shippers } = other;
  const changed = one.shippers.filter((reviewer) => !shippers.includes(reviewer));
  return changed.length === one.shippers.length ? ', but not the same ones' : '';
}

function dissentWords({ dissenters, shippers, verdict, count }: Judged): string {
  const [only, ...more] = (verdict === 'skip' ? shippers : dissenters) ?? [];
  if (only === undefined || more.length > 0 || count === null || count.of < 3) return '';
  return verdict === 'skip' ? `: ${reviewerInSentence(only)}` : `; ${reviewerInSentence(only)} dissents`;
}

/** Two panels of one, which may be of the same person. */
function onlyReviewersWould(ahead: Judged, other: Judged, [one, two]: [ToolName, ToolName]): Line {
  const [ships, shipsToo] = [ahead, other].map(({ count }) => count?.ship === 1);
  const [reviewer, second] = [ahead, other].map(({ side }) => side.reviews[0]?.reviewer ?? null);
  if (reviewer !== null && reviewer === second) {
    if (ships === shipsToo) return [`The only reviewer would ship ${ships ? 'either one' : 'neither'}.`];
    return line`The only reviewer would ship ${one}, but not ${two}.`;
  }
  if (ships !== shipsToo) return line`The only reviewer of ${one} would ship it; that of ${two} would not.`;
  return ships
    ? line`The only reviewer of ${one} would ship it, and so would that of ${two}.`
    : line`The only reviewer of ${one} would not ship it, nor would that of ${two}.`;
}

const WOULD = { ship: 'would ship', skip: 'would skip', split: 'is split on' } as const;

/** "75% of the panel would ship A", else "The panel would ship A"; `after` is the panel of the clause before. */
function panelClause({ verdict, share, size }: Judged, tool: ToolName | string, after?: Judged): Line {
  if (verdict === null) return [];
  if (size === 1)
    return line`${after ? 'the' : 'The'} only reviewer of ${tool} would ${verdict === 'ship' ? 'ship' : 'skip'} it`;
  const isSame = after !== undefined && after.size !== 1;
  if (share !== null) return line`${`${share}%`} ${isSame ? '' : 'of the panel '}would ship ${tool}`;
  return line`${isSame ? 'it' : after ? 'the panel' : 'The panel'} ${WOULD[verdict]} ${tool}`;
}
