import type { ReactNode } from 'react';
import { type IntroBlock, type IntroSpan, readIntro, wordsOf } from '../../digest/read-intro.ts';
import { scriptOf } from './words.tsx';

/** What an editor wrote. */
export function Markdown({ text, className }: { text: string; className?: string }) {
  return (
    <div className={className}>
      {readIntro(text).map((block, index) => (
        <Block key={String(index)} block={block} />
      ))}
    </div>
  );
}

function Block({ block }: { block: IntroBlock }) {
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

const toNodes = (spans: readonly IntroSpan[]): ReactNode[] =>
  spans.map((span, index) => <Span key={String(index)} span={span} />);

function Span({ span }: { span: IntroSpan }): ReactNode {
  switch (span.kind) {
    case 'text':
      return span.text;
    case 'break':
      return <br />;
    case 'emphasis':
      return <em>{toNodes(span.spans)}</em>;
    case 'strong':
      return <strong>{toNodes(span.spans)}</strong>;
    case 'link':
      return <a href={span.href}>{toNodes(span.spans)}</a>;
    case 'broken-link':
      return toNodes(span.spans);
  }
}
