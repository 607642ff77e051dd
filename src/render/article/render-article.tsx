import { renderToStaticMarkup } from 'react-dom/server';
import { comparisonsIn } from '../../../emails/_components/digest/wording.ts';
import type { PublishedComparison } from '../../comparisons/comparison-store.ts';
import type { Digest } from '../../digest/digest.ts';
import { Answers } from './answers.tsx';
import { arrangeArticle } from './arrange-article.ts';
import { Markdown } from './markdown.tsx';
import { Section } from './sections.tsx';
import { SponsorPart } from './sponsor.tsx';
import { LineWords } from './words.tsx';

interface ArticleProps {
  digest: Digest;
  /** The comparisons in full, cleaned. */
  comparisons: readonly PublishedComparison[];
}

/**
 * An issue for the web, below the page's headline: a fragment of HTML with everything that the sources state. It has no
 * scripts, no styles and no layout tables, and each comparison has its slug as id, which the email links to. The same
 * props give the same bytes. Load this module lazily, as React is large.
 */
export function renderArticle(props: ArticleProps): string {
  return renderToStaticMarkup(<Article {...props} />);
}

function Article({ digest, comparisons }: ArticleProps) {
  const { summary, intro, sponsor, closing } = digest;
  const of = comparisonsIn(digest).length;
  return (
    <>
      {summary !== null && (
        <p className="summary">
          <LineWords line={summary} />
        </p>
      )}
      {intro !== null && <Markdown text={intro} className="intro" />}
      <Answers digest={digest} />
      {arrangeArticle(digest, comparisons).map((section, index) => (
        <Section
          key={section.comparisons[0]?.digest.slug}
          section={section}
          of={of}
          afterFirst={index === 0 && sponsor !== null && <SponsorPart sponsor={sponsor} />}
        />
      ))}
      {closing !== null && <Markdown text={closing} className="closing" />}
    </>
  );
}
