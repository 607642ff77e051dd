import type { ReactNode } from 'react';
import {
  kickerWords,
  SCORES_MEANING,
  SOURCE_LINK,
  sharedKickerWords,
  stanceWords,
} from '../../../emails/_components/digest/wording.ts';
import type { Voice } from '../../digest/digest.ts';
import type { ComparisonPart, SectionPart } from './arrange-article.ts';
import { Scores } from './scores.tsx';
import { Tool } from './tool.tsx';
import { LineWords, Name, Prose, scriptOf } from './words.tsx';

interface SectionProps {
  section: SectionPart;
  /** How many comparisons the issue has. */
  of: number;
  /** After the first comparison, or the tool that all share. */
  afterFirst?: ReactNode;
}

/** A section's comparisons; a tool that they share is described before them, once. */
export function Section({ section, of, afterFirst }: SectionProps) {
  const { digest, shared, comparisons } = section;
  return (
    <>
      {digest.shared !== null && shared !== null && (
        <article className="comparison featured" id={shared.id}>
          <p className="kicker">{sharedKickerWords(digest, of)}</p>
          <h2>
            <Name>{digest.shared.side.name}</Name>
          </h2>
          <p className="say">
            <LineWords line={digest.shared.sentence} />
          </p>
          <Voices voices={digest.shared.voices} />
          <Tool tool={shared.tool} heading={null} />
        </article>
      )}
      {shared !== null && afterFirst}
      {comparisons.map((comparison, index) => (
        <Comparison
          key={comparison.digest.slug}
          comparison={comparison}
          section={section}
          of={of}
          after={shared === null && index === 0 ? afterFirst : null}
        />
      ))}
    </>
  );
}

interface ComparisonProps extends Omit<SectionProps, 'afterFirst'> {
  comparison: ComparisonPart;
  after: ReactNode;
}

function Comparison({
  comparison: { digest, scores, explainsScores, tools },
  section,
  of,
  after,
}: ComparisonProps) {
  const { slug, featured, title, sentence, voices, disagreement, url } = digest;
  const isRival = section.shared !== null;
  const isFeatured = featured && !isRival;
  const kicker = kickerWords(digest, { of, section: section.digest });
  return (
    <>
      <article className={isFeatured ? 'comparison featured' : 'comparison'} id={slug}>
        {kicker !== '' && <p className="kicker">{kicker}</p>}
        {/* The page's headline says the same of a single comparison. */}
        <h2 className={of === 1 ? 'apart' : undefined}>
          <LineWords line={title} />
        </h2>
        <p className="say">
          <LineWords line={sentence} />
        </p>
        <Voices voices={voices} />
        {explainsScores && <p className="muted small">{SCORES_MEANING}</p>}
        {scores !== null && <Scores table={scores} />}
        {disagreement !== null && (
          <p className="disagreement">
            <b>Where they disagree.</b> <LineWords line={disagreement} />
          </p>
        )}
        <div className={tools.every(({ reviews }) => reviews.length > 0) ? 'tools' : undefined}>
          {tools.map((tool) => (
            // A rival alone is already named in the title.
            <Tool key={tool.name} tool={tool} heading={isRival && tools.length === 1 ? null : 'h3'} />
          ))}
        </div>
        {url !== null && (
          <p>
            <a href={url}>{SOURCE_LINK}</a>
          </p>
        )}
      </article>
      {after}
    </>
  );
}

/** The best argument each way, as in the email. */
function Voices({ voices }: { voices: readonly Voice[] }) {
  if (voices.length === 0) return null;
  return (
    <div className="voices">
      {voices.map((voice) => {
        const { label, tool } = stanceWords(voice);
        return (
          <blockquote key={`${voice.stance} ${voice.text}`} className={voice.stance}>
            <p className="voice" {...scriptOf(voice.text)}>
              {'“'}
              <Prose>{voice.text}</Prose>
              {'”'}
            </p>
            <footer>
              <b>
                {label}
                {tool !== null && ' '}
                {tool !== null && <Name>{tool}</Name>}
              </b>
              {voice.reviewer !== null && ' · '}
              {voice.reviewer !== null && <Name>{voice.reviewer}</Name>}
            </footer>
          </blockquote>
        );
      })}
    </div>
  );
}
