import { isTool, sharedIntroduction } from '../../../emails/_components/digest/digest-views.ts';
import {
  detailWords,
  INTRODUCED_ABOVE,
  leanWords,
  noSplitWords,
  panelWords,
  sharedToolWords,
  stanceWords,
  taglineWords,
  verdictWords,
} from '../../../emails/_components/digest/wording.ts';
import type { DigestComparison, DigestSection, DigestSide, ToolIntroduction } from '../../digest/digest.ts';
import { isolated, stacked, underlined, wrapped } from './lines.ts';
import { reviewerTable } from './reviewer-table.ts';

/** A section's comparisons; a tool that they share is introduced once, before them. */
export function sectionText(section: DigestSection, of: number): string[] {
  const introduction = sharedIntroduction(section);
  const heading =
    section.sharedTool === null
      ? []
      : underlined(`${sharedToolWords(section)}: ${isolated(section.sharedTool)}`, '=');
  return stacked([
    heading,
    introduction ? introductionText(introduction, '') : [],
    ...section.comparisons.map((comparison) => comparisonText(comparison, of, section.sharedTool)),
  ]);
}

function comparisonText(comparison: DigestComparison, of: number, sharedTool: string | null): string[] {
  const { featured, position, sides, url } = comparison;
  const [one, other] = sides.map(({ name }) => isolated(name));
  const lean = leanWords(sides);
  return stacked([
    underlined(
      `${featured ? 'Featured comparison' : 'Comparison'} ${position} of ${of}: ${one} vs ${other}`,
      sharedTool === null ? '=' : '-',
    ),
    lean ? wrapped(lean.before + isolated(lean.tool ?? '') + lean.after) : [],
    ...sides.map((side) => toolText(side, isTool(side, sharedTool) ? null : side.introduction)),
    noSplitWords(comparison.reviewers) === null ? ['Reviewer split:'] : [],
    reviewerTable(comparison),
    url === null ? [] : [...wrapped(`Read the full comparison of ${one} and ${other}:`), url],
  ]);
}

const INDENT = '  ';

function toolText(side: DigestSide, introduction: ToolIntroduction | null): string[] {
  const panel = panelWords(side);
  return [
    ...wrapped(`${isolated(side.name)}: ${verdictWords(side.verdict)}`),
    ...(panel === null ? [] : labelled('Panel', panel, INDENT)),
    ...(introduction ? introductionText(introduction, INDENT) : [INDENT + INTRODUCED_ABOVE]),
    ...side.quotations.flatMap((quotation) => {
      const reviewer = quotation.reviewer === null ? '' : ` (${isolated(quotation.reviewer)})`;
      return labelled(`${stanceWords(quotation)}${reviewer}`, isolated(`“${quotation.text}”`), INDENT);
    }),
  ];
}

function introductionText(introduction: ToolIntroduction, indent: string): string[] {
  const tagline = taglineWords(introduction);
  const { category } = introduction;
  return [
    ...(category === null ? [] : labelled('Category', isolated(category), indent)),
    ...(tagline === null ? [] : wrapped(isolated(tagline), { first: indent })),
    ...detailWords(introduction).flatMap(({ label, value }) => labelled(label, isolated(value), indent)),
  ];
}

function labelled(label: string, value: string, indent: string): string[] {
  return wrapped(`${label}: ${value}`, { first: indent, rest: `${indent}${INDENT}` });
}
