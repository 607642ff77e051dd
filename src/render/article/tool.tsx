import { scoreWords } from '../../../emails/_components/digest/wording.ts';
import type { ReviewPart, ToolPart } from './arrange-article.ts';
import { Name, Paragraphs, Prose, scriptOf } from './words.tsx';

/** Everything that is stated about a tool and does not stand above, with the whole text of its reviews. */
export function Tool({ tool, heading }: { tool: ToolPart; heading: 'h3' | null }) {
  const { name, tagline, description, facts, reviews, restAt } = tool;
  return (
    <section className="tool">
      {heading !== null && (
        <h3>
          <Name>{name}</Name>
        </h3>
      )}
      {tagline !== null && (
        <p className="tagline" {...scriptOf(tagline)}>
          <Prose>{tagline}</Prose>
        </p>
      )}
      <Paragraphs of={description} />
      {facts.length > 0 && (
        <dl>
          {facts.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd {...scriptOf(value)}>
                <Prose>{value}</Prose>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {reviews.map((review) => (
        <Review key={JSON.stringify(review)} review={review} />
      ))}
      {restAt !== null && (
        <p className="muted small">
          <a href={`#${restAt}`}>
            {'More about '}
            <Name>{name}</Name>
          </a>
          {' is above.'}
        </p>
      )}
    </section>
  );
}

function Review({ review: { reviewer, score, verdict, paragraphs } }: { review: ReviewPart }) {
  const words = scoreWords({ score, verdict });
  return (
    <blockquote className={verdict ?? undefined}>
      <Paragraphs of={paragraphs} className="voice" />
      <footer>
        <b>
          <Name>{reviewer}</Name>
        </b>
        {words !== '' && ` · ${words}`}
      </footer>
    </blockquote>
  );
}
