import { communityWords } from '../../../emails/_components/digest/wording.ts';
import { type ComparisonSide, toolKey } from '../../comparisons/comparison.ts';
import type { PublishedComparison } from '../../comparisons/comparison-store.ts';
import type { Digest, DigestComparison, DigestSection } from '../../digest/digest.ts';
import { communityOf } from '../../digest/sections/tool-facts.ts';
import { type ScoreTable, scoreTable } from './score-table.ts';

/** What one place of the article says about a tool: everything that is known and does not stand above. */
export interface ToolPart {
  name: string;
  tagline: string | null;
  /** Paragraphs. */
  description: string[];
  facts: { label: string; value: string }[];
  reviews: ReviewPart[];
  /** The id of the place above that says the rest; null if nothing was left out. */
  restAt: string | null;
}

export interface ReviewPart {
  /** "Builder", or "Reviewer 2" if unnamed. */
  reviewer: string;
  score: number | null;
  verdict: ComparisonSide['reviews'][number]['verdict'];
  paragraphs: string[];
}

export interface ComparisonPart {
  digest: DigestComparison;
  /** Null if nothing of it is known. */
  scores: ScoreTable | null;
  /** The article's first scores, where it says what they are out of. */
  explainsScores: boolean;
  /** The tool ahead first. */
  tools: ToolPart[];
}

export interface SectionPart {
  digest: DigestSection;
  shared: { id: string; tool: ToolPart } | null;
  comparisons: ComparisonPart[];
}

/**
 * An issue's comparisons in its order, each with everything that its source states. What was said of a tool is not
 * repeated; what a later comparison states otherwise is said there.
 */
export function arrangeArticle(
  { sections }: Pick<Digest, 'sections'>,
  comparisons: readonly PublishedComparison[],
): SectionPart[] {
  const bySlug = new Map(comparisons.map((comparison) => [comparison.slug, comparison]));
  const said: Said = new Map();
  let isExplained = false;
  return sections.map((section) => {
    const [first] = section.comparisons;
    const sharedTool = sidesOf(first, bySlug).find((side) => isTool(side, section.shared?.side.name));
    const id = `tool_${first?.position ?? 0}`;
    const shared =
      sharedTool === undefined
        ? null
        : { id, tool: toolPart(sharedTool, { id, category: section.shared?.category }, said) };
    return {
      digest: section,
      shared,
      comparisons: section.comparisons.map((digest) => {
        const sides = sidesOf(digest, bySlug);
        const hasScore = sides.some(({ reviews }) => reviews.some(({ score }) => score !== null));
        const explainsScores = hasScore && !isExplained;
        isExplained ||= hasScore;
        return {
          digest,
          scores: scoreTable(sides),
          explainsScores,
          tools: sides
            .map((side) => toolPart(side, { id: digest.slug, category: digest.category }, said))
            // The shared tool is described above all its comparisons.
            .filter((tool) => !isTool(tool, shared?.tool.name) || saysAnything(tool)),
        };
      }),
    };
  });
}

const isTool = ({ name }: { name: string }, other: string | undefined) =>
  other !== undefined && toolKey(name) === toolKey(other);

const saysAnything = ({ tagline, description, facts, reviews }: ToolPart) =>
  tagline !== null || description.length + facts.length + reviews.length > 0;

/** In the digest's order: the tool ahead, or the shared tool, first. */
function sidesOf(
  digest: DigestComparison | undefined,
  bySlug: ReadonlyMap<string, PublishedComparison>,
): ComparisonSide[] {
  const tools = (digest && bySlug.get(digest.slug)?.tools) ?? [];
  const place = (side: ComparisonSide) => digest?.sides.findIndex(({ name }) => isTool(side, name)) ?? 0;
  return tools.toSorted((one, other) => place(one) - place(other));
}

/** What was said of each tool, by `toolKey`, and the id of the place that said it first. */
type Said = Map<string, { at: string; texts: Set<string> }>;

interface Place {
  id: string;
  /** Above its title. */
  category: string | null | undefined;
}

function toolPart(side: ComparisonSide, { id, category }: Place, said: Said): ToolPart {
  const key = toolKey(side.name);
  const before = said.get(key);
  const known = before ?? { at: id, texts: new Set<string>() };
  said.set(key, known);
  if (side.category !== null && category?.includes(side.category))
    known.texts.add(`Category\n${side.category}`);
  let isRepeated = false;
  const isNew = (text: string) => {
    const isKnown = known.texts.has(text);
    isRepeated ||= isKnown;
    known.texts.add(text);
    return !isKnown;
  };
  const unlessSaid = (text: string | null) => (text !== null && isNew(text) ? text : null);
  return {
    name: side.name,
    tagline: unlessSaid(side.tagline),
    description: paragraphsOf(unlessSaid(side.description) ?? ''),
    facts: factsOf(side).filter(({ label, value }) => isNew(`${label}\n${value}`)),
    reviews: reviewsOf(side).filter((review) => isNew(JSON.stringify(review))),
    restAt: isRepeated && before !== undefined ? known.at : null,
  };
}

function factsOf(side: ComparisonSide): ToolPart['facts'] {
  const { category, entry, pricing, bestFor, tagline } = side;
  const facts = {
    Category: category,
    Price: pricing,
    Entry: entry,
    'Best for': bestFor === tagline ? null : bestFor,
    Community: communityFact(side),
  };
  return Object.entries(facts).flatMap(([label, value]) => (value === null ? [] : [{ label, value }]));
}

/** The email leaves out that nobody has voted; here it is said where the source says it. */
function communityFact(side: ComparisonSide): string | null {
  const community = communityOf(side);
  return community?.votes === 0 ? 'No votes yet' : communityWords(community);
}

const reviewsOf = ({ reviews }: ComparisonSide): ReviewPart[] =>
  reviews.map(({ reviewer, score, verdict, text }, index) => ({
    reviewer: reviewer ?? `Reviewer ${index + 1}`,
    score,
    verdict,
    paragraphs: paragraphsOf(text),
  }));

const paragraphsOf = (text: string): string[] => text.split(/\n\s*\n/).filter((part) => part.trim() !== '');
