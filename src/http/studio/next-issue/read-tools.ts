import type { ComparisonStore } from '../../../comparisons/comparison-store.ts';
import { panelOf } from '../../../digest/panel.ts';
import type { IssuePreview } from '../../../render/preview-issue.ts';
import { displayLine } from '../../pages/page.ts';
import { shownHeldBack } from './held-back.ts';

export interface NamedTool {
  name: string;
  verdict: string | null;
  share: number | null;
}

/** The tools of the comparisons shown, by slug. */
export type ToolNames = ReadonlyMap<string, readonly NamedTool[]>;

/** "One vs Other", or the slug of a comparison without its tools; to be shown left to right. */
export function titleOf(slug: string, tools: ToolNames): string {
  const named = tools.get(slug) ?? [];
  return named.length === 0 ? slug : named.map(({ name }) => name).join(' vs ');
}

/** The titles of all comparisons on the page. */
export function titlesOf(tools: ToolNames): ReadonlyMap<string, string> {
  return new Map([...tools.keys()].map((slug) => [slug, titleOf(slug, tools)]));
}

/** Of the comparisons that a page shows, those in the issue and those that are not. */
export async function readTools(
  { items, heldBack }: Pick<IssuePreview, 'items' | 'heldBack'>,
  { comparisonStore }: { comparisonStore: Pick<ComparisonStore, 'readComparisons'> },
): Promise<ToolNames> {
  const slugs = [...items, ...shownHeldBack(heldBack)].map(({ slug }) => slug);
  const comparisons = await comparisonStore.readComparisons(slugs);
  return new Map(
    comparisons.map(({ slug, tools }) => [
      slug,
      tools.map((tool) => {
        const { verdict, share } = panelOf(tool);
        return { name: displayLine(tool.name), verdict, share };
      }),
    ]),
  );
}
