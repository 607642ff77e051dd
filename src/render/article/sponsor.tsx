import { hostWords, SPONSORED } from '../../../emails/_components/digest/wording.ts';
import type { Sponsor } from '../../digest/digest.ts';
import { Markdown } from './markdown.tsx';
import { scriptOf } from './words.tsx';

/** An advertisement, told apart from verdicts in words, by its ground and by its border. */
export function SponsorPart({ sponsor: { title, text, url } }: { sponsor: Sponsor }) {
  return (
    <aside className="sponsor">
      <p className="kicker">{SPONSORED}</p>
      {title !== null && (
        <p>
          <b {...scriptOf(title)}>{title}</b>
        </p>
      )}
      <Markdown text={text} rel="sponsored" />
      {url !== null && (
        <p>
          <a href={url} rel="sponsored">
            {hostWords(url)}
          </a>
        </p>
      )}
    </aside>
  );
}
