import {
  type MarkdownBlock,
  type MarkdownSpan,
  readMarkdown,
  wordsOf,
} from '../../digest/markdown/read-markdown.ts';
import { isolated, wrapped } from './lines.ts';

/** What an editor wrote, block by block; links follow their block, each on a line of its own. */
export function markdownText(text: string | null): string[][] {
  return readMarkdown(text).flatMap((block) => {
    const links = linksOf(block.kind === 'list' ? block.items.flat() : block.spans);
    return [blockLines(block), links].filter((lines) => lines.length > 0);
  });
}

function blockLines(block: MarkdownBlock): string[] {
  if (block.kind === 'paragraph') return wrappedSpans(block.spans, '', '');
  return block.items.flatMap((item, index) => {
    const mark = block.isOrdered ? `${block.start + index}. ` : '- ';
    return wrappedSpans(item, mark, ' '.repeat(mark.length));
  });
}

function wrappedSpans(spans: readonly MarkdownSpan[], first: string, rest: string): string[] {
  const lines = wordsOf(spans).split('\n');
  return lines.flatMap((line, index) => wrapped(isolated(line), { first: index === 0 ? first : rest, rest }));
}

/** Skips links whose text is already their URL. */
function linksOf(spans: readonly MarkdownSpan[]): string[] {
  return spans.flatMap((span) => {
    if (span.kind === 'link') {
      const words = wordsOf(span.spans);
      return words === span.href || `mailto:${words}` === span.href
        ? []
        : [...wrapped(`${words}:`), span.href];
    }
    return 'spans' in span ? linksOf(span.spans) : [];
  });
}
