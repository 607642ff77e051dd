import {
  comparisonsIn,
  factWords,
  kickerWords,
  reviewsWords,
  SCORES_MEANING,
  SOURCE_LINK,
  scoreWords,
  sharedKickerWords,
  shareWords,
  stanceWords,
  verdictWords,
} from '../../../emails/_components/digest/wording.ts';
import type {
  Digest,
  DigestComparison,
  DigestSection,
  DigestSide,
  ReviewerScore,
  Voice,
} from '../../digest/digest.ts';
import { lineText } from '../../digest/line.ts';
import { besideRight } from './answers-text.ts';
import { displayWidth, isolated, MAX_COLUMNS, stacked, wrapped } from './lines.ts';

const INDENT = '  ';

/** A section's comparisons; a tool that they share is described once, before them. */
export function sectionText(
  section: DigestSection,
  { digest, webView, afterFirst }: { digest: Digest; webView: string; afterFirst: string[] },
): string[] {
  const { shared, comparisons } = section;
  const of = comparisonsIn(digest).length;
  return stacked([
    shared === null
      ? []
      : stacked([
          titled(isolated(shared.side.title), sharedKickerWords(section, of), '='),
          wrapped(lineText(shared.sentence, isolated)),
          ...shared.voices.map(voiceText),
          toolText({ ...shared.side, title: 'The panel' }, true),
        ]),
    shared === null ? [] : afterFirst,
    ...comparisons.flatMap((comparison, index) => [
      comparisonText(comparison, { section, of, webView }),
      shared === null && index === 0 ? afterFirst : [],
    ]),
  ]);
}

interface Place {
  section: DigestSection;
  of: number;
  webView: string;
}

function comparisonText(comparison: DigestComparison, { section, of, webView }: Place): string[] {
  const { featured, title, sentence, voices, sides, disagreement, url, slug } = comparison;
  const isRival = section.shared !== null;
  const kicker = kickerWords(comparison, { of, section });
  return stacked([
    of === 1 ? wrapped(kicker) : titled(lineText(title, isolated), kicker, featured && !isRival ? '=' : '-'),
    wrapped(lineText(sentence, isolated)),
    ...voices.map(voiceText),
    ...(isRival ? sides.slice(1) : sides).map((side) => toolText(side, featured && !isRival)),
    disagreement === null ? [] : wrapped(`Where they disagree. ${lineText(disagreement, isolated)}`),
    [`${reviewsWords(comparison)}:`, `${webView}#${slug}`, ...(url === null ? [] : [`${SOURCE_LINK}:`, url])],
  ]);
}

/** A rule, the title, and what stands above it in the HTML. */
function titled(title: string, kicker: string, rule: '=' | '-'): string[] {
  return [rule.repeat(MAX_COLUMNS), ...wrapped(title), ...wrapped(kicker)];
}

function voiceText(voice: Voice): string[] {
  const { label, tool } = stanceWords(voice);
  const who = voice.reviewer === null ? '' : ` (${isolated(voice.reviewer)})`;
  return [
    ...wrapped(`${label}${tool === null ? '' : ` ${isolated(tool)}`}${who}:`),
    ...wrapped(isolated(`“${voice.text}”`), { first: INDENT }),
  ];
}

function toolText(side: DigestSide, featured: boolean): string[] {
  const { verdict, title, scores, explainsScores, facts } = side;
  const share = shareWords(side, { inDetail: featured });
  const panel = [verdict === null ? [] : verdictWords(verdict), share ?? []].flat().join(' ');
  const name = wrapped(isolated(title), { columns: MAX_COLUMNS - displayWidth(panel) - INDENT.length });
  const last = name.pop() ?? '';
  return [
    ...name,
    panel === '' ? last : besideRight(last, panel),
    ...(facts.tagline !== null ? wrapped(isolated(facts.tagline), { first: INDENT }) : []),
    ...(explainsScores ? [`${INDENT}${SCORES_MEANING}`] : []),
    ...scoresText(scores),
    ...factWords(facts).flatMap(({ label, value }) =>
      wrapped(`${label.padEnd(LABEL_WIDTH)}${isolated(value)}`.trim(), {
        first: INDENT,
        rest: INDENT + ' '.repeat(LABEL_WIDTH),
      }),
    ),
  ];
}

const LABEL_WIDTH = 11;

/** "Builder 91 ship | Skeptic 78 ship", as many in a line as fit. */
function scoresText(scores: readonly ReviewerScore[]): string[] {
  const lines: string[] = [];
  for (const score of scores) {
    const words = [isolated(score.reviewer), scoreWords(score)].filter(Boolean).join(' ');
    const line = lines.at(-1);
    const longer = `${line} | ${words}`;
    if (line !== undefined && displayWidth(longer) + INDENT.length <= MAX_COLUMNS)
      lines[lines.length - 1] = longer;
    else lines.push(words);
  }
  return lines.flatMap((line) => wrapped(line, { first: INDENT }));
}
