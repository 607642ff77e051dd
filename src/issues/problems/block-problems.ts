import { countWords } from '../../digest/count-words.ts';
import { cutText } from '../../digest/cut-text.ts';
import type { Digest, Sponsor } from '../../digest/digest.ts';
import type { EditedTexts } from '../../digest/edited-texts.ts';
import { brokenLinksOf, isShownAsTyped, readMarkdown, wordsOf } from '../../digest/markdown/read-markdown.ts';
import { type UnshownKind, unshownMarkdown } from '../../digest/markdown/unshown-markdown.ts';
import { error, type IssueProblem, type ProblemPlace, warning } from './issue-problem.ts';

/** More of them would bury the other problems. */
const MAX_LINES_NAMED = 5;

/** How a kind of Markdown is called, and what to write instead. */
const UNSHOWN: Readonly<Record<UnshownKind, readonly [is: string, remedy: string]>> = {
  heading: ['is a heading', 'Write its words in **bold**, as a paragraph of their own.'],
  image: ['has an image', 'Link to it instead: [words](https://address).'],
  table: ['begins a table', 'Write its rows as a list, each after a hyphen.'],
  blockquote: ['begins a block quote', 'Put the words in quotation marks.'],
  code: ['begins a block of code', 'Write it as a paragraph, without fence or indent.'],
  html: ['has HTML', 'Write it in Markdown, or take it out.'],
  'struck-out': ['has words struck out', 'Take them out.'],
  reference: ['has a link by reference', 'Put the link beside the words: [words](https://address).'],
  footnote: ['has a footnote', 'Write its words in brackets, where they belong.'],
  entity: ['has a character written as code', 'Type the character itself.'],
  hr: ['is a rule', 'Take it out; an empty line sets paragraphs apart.'],
};

/** In words: an advertisement that is read in passing. */
export const MAX_SPONSOR_WORDS = 30;

interface Block {
  name: string;
  place: ProblemPlace;
  asTyped: IssueProblem['code'];
  text: string | null;
}

/** Problems of the blocks that an editor writes in Markdown. */
export function blockProblems(
  { intro, sponsor, closing }: Digest,
  edited: Partial<EditedTexts>,
): IssueProblem[] {
  return [
    ...blocksOf({ intro, closing, sponsorText: sponsor?.text ?? null }).flatMap(markdownProblems),
    ...(sponsor === null ? missingSponsor(edited) : longSponsor(sponsor)),
  ];
}

/** Problems of the blocks as an editor has just written them, before an issue is composed. */
export function writtenProblems(written: Partial<EditedTexts>): IssueProblem[] {
  const { sponsorTitle: title = null, sponsorText: text } = written;
  return [...blocksOf(written).flatMap(markdownProblems), ...(text ? longSponsor({ title, text }) : [])];
}

function blocksOf({ intro = null, sponsorText = null, closing = null }: Partial<EditedTexts>): Block[] {
  return [
    { name: 'intro', place: 'intro', asTyped: 'intro-as-typed', text: intro },
    { name: 'sponsor’s text', place: 'sponsorText', asTyped: 'sponsor-as-typed', text: sponsorText },
    { name: 'closing note', place: 'closing', asTyped: 'closing-as-typed', text: closing },
  ];
}

function markdownProblems({ name, place, asTyped, text }: Block): IssueProblem[] {
  const links = brokenLinksOf(readMarkdown(text)).map((href) =>
    error(
      place,
      'broken-link',
      `The ${name} links to “${cutText(href, 60) ?? ''}”, which is not a web address. Write it in full, with https://.`,
    ),
  );
  if (!isShownAsTyped(text)) return [...links, ...unshownProblems({ name, place, text })];
  const words = `Part of the ${name} has more marks, list levels or lines than we read, so it shows as you typed it. Use fewer of them, or separate its paragraphs with empty lines.`;
  return [...links, warning(place, asTyped, words)];
}

function unshownProblems({ name, place, text }: Omit<Block, 'asTyped'>): IssueProblem[] {
  const all = unshownMarkdown(text);
  const named = all.slice(0, MAX_LINES_NAMED);
  return named.map(({ kind, line }, index) => {
    const [is, remedy] = UNSHOWN[kind];
    const rest = index === named.length - 1 ? all.length - named.length : 0;
    const more = rest === 0 ? '' : ` The same goes for ${rest} more below.`;
    const words = `Line ${line} of the ${name} ${is}, which the email shows as you typed it. ${remedy}${more}`;
    return warning(place, 'markdown-not-shown', words);
  });
}

/** The title and the text, as readers see them. */
export function longSponsor({ title, text }: Pick<Sponsor, 'title' | 'text'>): IssueProblem[] {
  const shown = readMarkdown(text).flatMap((block) => (block.kind === 'list' ? block.items : [block.spans]));
  const words = countWords([title ?? '', ...shown.map(wordsOf)].join(' '));
  if (words <= MAX_SPONSOR_WORDS) return [];
  const message = `The sponsor has ${words} of ${MAX_SPONSOR_WORDS} words in its title and text. Shorten it by ${words - MAX_SPONSOR_WORDS}.`;
  return [warning('sponsorText', 'sponsor-too-long', message)];
}

/** A sponsor who was promised a place would not get it. */
function missingSponsor({ sponsorTitle, sponsorUrl }: Partial<EditedTexts>): IssueProblem[] {
  const has = [...(sponsorTitle ? ['a title'] : []), ...(sponsorUrl ? ['a link'] : [])].join(' and ');
  if (has === '') return [];
  const words = `The sponsor has ${has} but no text, so the issue leaves it out. Write its text, or clear the rest.`;
  return [error('sponsorText', 'sponsor-without-text', words)];
}
