import { type EntryPath, pathText } from '../explain-issues.ts';
import { type ComparisonSource, type ReadResult, readEntry } from '../read-entry.ts';
import { type HtmlPage, readHtml } from './html-page.ts';
import { cutOff, type Parsed, pageLines, textLines } from './page-lines.ts';
import { type PageComparison, readPage } from './read-page.ts';

/**
 * The comparison of a saved page. What the page does not say is `null`; a page that is cut off or not known is
 * rejected as a whole.
 */
export function readSavedPage(source: ComparisonSource & { html: boolean }): ReadResult {
  const page = source.html
    ? readHtml(source.content)
    : { ways: [() => textLines(source.content)], unclosed: false };
  const read = firstRead(page);
  if ('problem' in read) {
    const { problem, line } = read;
    const rejection = {
      file: source.name,
      path: '',
      message: problem,
      ...(line === undefined ? {} : { line }),
    };
    return { comparisons: [], rejected: [rejection] };
  }
  const { url, publishedAt } = page;
  const entry = readEntry({ value: { ...read.value.comparison, url, publishedAt }, source });
  if ('comparison' in entry) {
    const { line = 1 } = lineOf(['tools', 0, 'name'], read.value);
    return { comparisons: [{ comparison: entry.comparison, line, path: '' }], rejected: [] };
  }
  return {
    comparisons: [],
    rejected: entry.problems.map(({ path, message }) => ({
      file: source.name,
      ...lineOf(path, read.value),
      path: pathText(path),
      message,
    })),
  };
}

/** The first way that reads. Without the page's usual end, an HTML document that is not closed was cut off. */
function firstRead({ ways, unclosed }: HtmlPage): Parsed<PageComparison> {
  let read: Parsed<PageComparison> | undefined;
  for (const lines of ways) {
    const next = readPage(pageLines(lines()));
    read = read === undefined || 'value' in next ? next : read;
    if ('value' in read) break;
  }
  if (read === undefined) return readPage([]);
  return unclosed && 'value' in read && !read.value.ended ? cutOff('its HTML has no end') : read;
}

/** The line of a field: its review's, or else its tool's name. */
function lineOf([field, tool, list, review]: EntryPath, { places }: PageComparison): { line?: number } {
  if (field !== 'tools' || typeof tool !== 'number') return {};
  const place = places[tool === 0 ? 0 : 1];
  const line = list === 'reviews' && typeof review === 'number' ? place.reviews[review] : place.name;
  return line === undefined ? {} : { line: line.number };
}
