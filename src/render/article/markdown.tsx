import { createContext, type ReactNode, useContext } from 'react';
import {
  type MarkdownBlock,
  type MarkdownSpan,
  readMarkdown,
  wordsOf,
} from '../../digest/markdown/read-markdown.ts';
import { scriptOf } from './words.tsx';

interface MarkdownProps {
  text: string;
  className?: string;
  /** Of its links. */
  rel?: string;
}

/** What an editor wrote. */
export function Markdown({ text, className, rel }: MarkdownProps) {
  return (
    <LinkRelation value={rel}>
      <div className={className}>
        {readMarkdown(text).map((block, index) => (
          <Block key={String(index)} block={block} />
        ))}
      </div>
    </LinkRelation>
  );
}

const LinkRelation = createContext<string | undefined>(undefined);

function Block({ block }: { block: MarkdownBlock }) {
  if (block.kind === 'paragraph') return <p {...scriptOf(wordsOf(block.spans))}>{toNodes(block.spans)}</p>;
  const List = block.isOrdered ? 'ol' : 'ul';
  return (
    <List start={block.isOrdered && block.start !== 1 ? block.start : undefined}>
      {block.items.map((item, index) => (
        <li key={String(index)} {...scriptOf(wordsOf(item))}>
          {toNodes(item)}
        </li>
      ))}
    </List>
  );
}

const toNodes = (spans: readonly MarkdownSpan[]): ReactNode[] =>
  spans.map((span, index) => <Span key={String(index)} span={span} />);

function Span({ span }: { span: MarkdownSpan }): ReactNode {
  const rel = useContext(LinkRelation);
  switch (span.kind) {
    case 'text':
      return span.text;
    case 'code':
      return <code>{span.text}</code>;
    case 'break':
      return <br />;
    case 'emphasis':
      return <em>{toNodes(span.spans)}</em>;
    case 'strong':
      return <strong>{toNodes(span.spans)}</strong>;
    case 'link':
      return (
        <a href={span.href} rel={rel}>
          {toNodes(span.spans)}
        </a>
      );
    case 'broken-link':
      return toNodes(span.spans);
  }
}
