import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { marked } from 'marked';
import { expect, test } from 'vitest';
import { projectPath } from '../../src/shared/project-path.ts';

const FILES = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(projectPath('docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

/** As GitHub makes it from a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

const textOf = (path: string) => readFileSync(projectPath(path), 'utf8');

function anchorsOf(path: string): string[] {
  return marked
    .lexer(textOf(path))
    .flatMap((token) => (token.type === 'heading' ? [anchorOf(token.text.replaceAll('`', ''))] : []));
}

function linksOf(path: string): string[] {
  const links: string[] = [];
  void marked.walkTokens(marked.lexer(textOf(path)), (token) => {
    if (token.type === 'link' || token.type === 'image') links.push(token.href);
  });
  return links.filter((href) => !/^[a-z]+:/.test(href));
}

test.each(FILES)('every link in %s leads to a file, and to a heading in it', (path) => {
  const broken = linksOf(path).filter((href) => {
    const [file = '', anchor] = href.split('#');
    const target = file === '' ? path : join(dirname(path), file);
    if (!existsSync(projectPath(target))) return true;
    return anchor !== undefined && !anchorsOf(target).includes(anchor);
  });
  expect(broken).toEqual([]);
});

test('a link to nothing would be found', () => {
  expect(anchorsOf('docs/deploy.md')).not.toContain('no-such-heading');
  expect(linksOf('docs/deploy.md').length).toBeGreaterThan(5);
});
