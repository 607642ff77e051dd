import { inventedComparison } from './invented-comparison.ts';
import { labelledHtml, plainHtml } from './saved-html.ts';
import { labelledPage, plainPage } from './saved-pages.ts';

const comparison = inventedComparison();

/** Markup that takes a careless parser quadratic time. */
const MARKUP: Readonly<Record<string, string>> = {
  'cells nested in bold': '<td><b>',
  'cells that close': '<td><b>x</td></b>',
  'tables in tables': '<table><tr><td>x<td>y<td>z',
  'one row of cells': '<td>x</td>',
  'empty cells': '<td></td>',
  'bold in bold': '<b>',
  'bold beside bold': '<b>x</b> ',
  'spans beside spans': '<span>x</span>',
  'spans in spans': '<span>x',
  'tags that nothing opened': '</i></td></table>',
  'quotations in quotations': '<q>x',
  'quotations beside quotations': '<q>x</q>',
  'terms without values': '<dl><dt>Entry<dd>x',
  'links in headings': '<h2><a>x</a></h2>',
  'drawings in drawings': '<svg>',
  'paragraphs that never end': '<p>',
  times: '<time datetime="2026-03-04x">x</time>',
  attributes: '<a x=1 y=2 z>',
  comments: '<!--x-->',
  'pre-formatted lines': '<pre>x\n',
};

/** Texts that do the same to a parser of lines. */
const TEXTS: Readonly<Record<string, string>> = {
  'one line': 'word ',
  'one word': 'x',
  digits: '1',
  'blank lines': '\n',
  'white space': ' ',
  'white space and marks': ' ”',
  'quotation marks': '“',
  'quotations that never close': '“one “two”\n',
  'straight marks': '" ',
  figures: '8\n',
  scores: '8/100 · ship\n',
  'scores and texts': 'Builder\n8/100 · ship\nA text.\n',
  dashes: '—\n',
  placeholders: 'No review\n',
  votes: '1 ship / ',
  labels: 'Panel ship\nCommunity\nEntry\n',
  headings: 'A vs B\n',
  'headings in one line': 'a vs ',
  'headings that differ': Array.from({ length: 5_000 }, (_, at) => `x${at} vs y${at}\n`).join(''),
  rows: 'Pricing\n',
  'broken lines': 'a line that goes on and on without an end of any kind\nand goes\n',
  'printed pages': '11/12/26, 9:14 AM\nhttps://tern.test/ 1/3\n',
  emphasis: '*a ',
  brackets: '[a](',
  underscores: '_a_ **b',
  'table rows': '| a | b | c |\n',
};

/** Hostile files of some length, by what they are full of: alone, in a card, in the table and among the reviews. */
export function hostilePages(length: number): { what: string; name: string; content: string }[] {
  const filled = (part: string) => part.repeat(Math.ceil(length / part.length));
  return [
    ...Object.entries(MARKUP).flatMap(([what, part]) => htmlPages(what, filled(part))),
    ...Object.entries(TEXTS).flatMap(([what, part]) => textPages(what, filled(part))),
  ];
}

function htmlPages(what: string, markup: string) {
  const page = (where: string, content: string) => ({ what: `${what} ${where}`, name: 'page.html', content });
  return [
    page('alone', `<html><body>${markup}`),
    page(
      'in a card',
      labelledHtml(comparison).replace('<p>Turns', () => `${markup}<p>Turns`),
    ),
    page(
      'in the scorecard',
      plainHtml(comparison).replace('<blockquote>', () => `<blockquote>${markup}`),
    ),
  ];
}

function textPages(what: string, text: string) {
  const page = (where: string, content: string, name = 'page.txt') => ({
    what: `${what} ${where}`,
    name,
    content,
  });
  const labelled = labelledPage(comparison);
  return [
    page('alone', text),
    page('above the cards', `${text}\n${labelled}`),
    page(
      'in a card',
      labelled.replace('Quillforge reads notes.', () => text),
    ),
    page(
      'in the table',
      labelled.replace('Pricing\n', () => `Pricing\n${text}\n`),
    ),
    page(
      'in the scorecard',
      labelled.replace('The diffs apply', () => text),
    ),
    page(
      'on a plain page',
      plainPage(comparison).replace('“The diffs', () => `${text}\n“The diffs`),
    ),
    page('in Markdown', `# A vs B\n${labelled.replace('The diffs apply', () => text)}`, 'page.md'),
  ];
}
