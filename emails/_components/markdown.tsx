import { createContext, type ReactNode, useContext } from 'react';
import {
  type MarkdownBlock,
  type MarkdownSpan,
  readMarkdown,
  wordsOf,
} from '../../src/digest/markdown/read-markdown.ts';
import { useLook } from './brand.tsx';
import { breakable, ownDirection } from './words.tsx';

/** What search engines are told of the links in it. */
const Rel = createContext<'sponsored' | undefined>(undefined);

/** What an editor wrote. */
export function Markdown({ text, rel }: { text: string | null; rel?: 'sponsored' }) {
  return (
    <Rel value={rel}>
      {readMarkdown(text).map((block, index) => (
        <Block key={String(index)} block={block} />
      ))}
    </Rel>
  );
}

function Block({ block }: { block: MarkdownBlock }) {
  if (block.kind === 'paragraph') {
    return (
      <p {...ownDirection(wordsOf(block.spans))} className="p">
        {toNodes(block.spans)}
      </p>
    );
  }
  const List = block.isOrdered ? 'ol' : 'ul';
  const start = block.isOrdered && block.start !== 1 ? { start: block.start } : {};
  return (
    <List {...start} style={{ margin: '0 0 10px', padding: '0 0 0 24px' }}>
      {block.items.map((item, index) => (
        <li key={String(index)} {...ownDirection(wordsOf(item))}>
          {toNodes(item)}
        </li>
      ))}
    </List>
  );
}

function toNodes(spans: readonly MarkdownSpan[]): ReactNode[] {
  return spans.map((span, index) => <Span key={String(index)} span={span} />);
}

function Span({ span }: { span: MarkdownSpan }) {
  const rel = useContext(Rel);
  const look = useLook();
  switch (span.kind) {
    case 'text':
      return span.text;
    case 'code':
      return <code>{breakable(span.text)}</code>;
    case 'break':
      return <br />;
    case 'emphasis':
      return <em>{toNodes(span.spans)}</em>;
    case 'strong':
      return <strong>{toNodes(span.spans)}</strong>;
    case 'link':
      return (
        <a href={span.href} rel={rel} {...look({ text: 'link' })}>
          {toNodes(span.spans)}
        </a>
      );
    case 'broken-link':
      return toNodes(span.spans);
  }
}
