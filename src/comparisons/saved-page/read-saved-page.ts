import { withUnclearVotes } from '../checks/community-votes.ts';
import { type EntryPath, pathText } from '../explain-issues.ts';
import { type ComparisonSource, type ReadResult, readEntry, type Warning } from '../read-entry.ts';
import { type HtmlPage, readHtml } from './html/html-page.ts';
import { markdownLines } from './markdown-lines.ts';
import {
  cutOff,
  HOW_TO_SAVE,
  type PageLine,
  type PageProblem,
  type Parsed,
  pageLines,
  textLines,
} from './page-lines.ts';
import { withoutPrintMarks } from './printed-pages.ts';
import { type PageComparison, readPage } from './read-page.ts';
import { markWrapped } from './wrapped-lines.ts';

export type PageFormat = 'html' | 'markdown' | 'text';

/** Reads a saved page. What it does not say is `null`; a truncated or unknown page is rejected as a whole. */
export function readSavedPage(source: ComparisonSource & { format: PageFormat }): ReadResult {
  const page = pageIn(source);
  if ('problem' in page) return refused(source.name, page);
  const read = firstRead(page.value);
  if ('problem' in read) return refused(source.name, source.format === 'markdown' ? asMarkdown(read) : read);
  const { url, publishedAt } = page.value;
  const entry = readEntry({ value: { ...read.value.comparison, url, publishedAt }, source });
  if ('comparison' in entry) {
    const { line = 1 } = lineOf(['tools', 0, 'name'], read.value);
    const comparison = withUnclearVotes(entry.comparison, read.value.unclearVotes);
    return {
      comparisons: [{ comparison, line, path: '' }],
      rejected: [],
      refused: 0,
      warnings: unclearVoteWarnings(source.name, read.value),
    };
  }
  return {
    comparisons: [],
    refused: 1,
    rejected: entry.problems.map(({ path, message }) => ({
      file: source.name,
      ...lineOf(path, read.value),
      path: pathText(path),
      message,
    })),
  };
}

function unclearVoteWarnings(file: string, page: PageComparison): Warning[] {
  return page.comparison.tools.flatMap(({ name }, tool) => {
    if (page.unclearVotes[tool] == null) return [];
    const message = `The page does not say exactly how many voted on ${name}, so the number is unknown.`;
    return [{ file, ...lineOf(['tools', tool], page), path: `tools[${tool}].communityVotes`, message }];
  });
}

type Page = Omit<HtmlPage, 'ways'> & { ways: (() => PageLine[])[] };

function pageIn({ format, content }: { format: PageFormat; content: string }): Parsed<Page> {
  if (format === 'html') {
    const read = readHtml(content);
    if ('problem' in read) return read;
    return { value: { ...read.value, ways: read.value.ways.map((lines) => () => pageLines(lines())) } };
  }
  const lines = () =>
    format === 'markdown' ? markdownLines(content) : withoutPrintMarks(textLines(content));
  return { value: { ways: [() => markWrapped(pageLines(lines()))], unclosed: false } };
}

function refused(file: string, { problem, line }: PageProblem): ReadResult {
  const rejection = { file, path: '', message: problem, ...(line === undefined ? {} : { line }) };
  return { comparisons: [], rejected: [rejection], refused: 1 };
}

function asMarkdown({ problem, ...rest }: PageProblem): PageProblem {
  return {
    ...rest,
    problem: `${problem}. The file is Markdown, which may have lost what the page shows. ${HOW_TO_SAVE}`,
  };
}

/** The first reading that succeeds. An unclosed HTML document without the usual footer was cut off. */
function firstRead({ ways, unclosed }: Page): Parsed<PageComparison> {
  let read: Parsed<PageComparison> | undefined;
  for (const lines of ways) {
    const next = readPage(lines());
    read = read === undefined || 'value' in next ? next : read;
    if ('value' in read) break;
  }
  if (read === undefined) return readPage([]);
  return unclosed && 'value' in read && !read.value.ended ? cutOff('its HTML has no end') : read;
}

function lineOf([field, tool, list, review]: EntryPath, { places }: PageComparison): { line?: number } {
  if (field !== 'tools' || typeof tool !== 'number') return {};
  const place = places[tool === 0 ? 0 : 1];
  const line = list === 'reviews' && typeof review === 'number' ? place.reviews[review] : place.name;
  return line === undefined ? {} : { line: line.number };
}
