import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { projectPath } from '../../src/shared/project-path.ts';

/** A step that is only called does nothing, and no type says so: it has to be yielded, returned or passed on. */
test('no step of the stores is left out', () => {
  const paths = globSync(projectPath('src/store/**/*-*.ts'));
  const texts = paths.map((path) => [path, readFileSync(path, 'utf8')] as const);
  const named = texts.flatMap(([, text]) => [...text.matchAll(/function\* (\w+)/g)].map(([, name]) => name));
  const names = ['all', 'first', 'change', 'changeRows', ...named].join('|');
  // At the beginning of a statement.
  const aloneCall = new RegExp(`(?:[;{})]|\\belse)\\s+(?:${names})\\(.*`, 'g');
  const leftOut = texts.flatMap(([path, text]) =>
    [...text.matchAll(aloneCall)].map(([call]) => `${path}: ${call}`),
  );
  expect(named.length).toBeGreaterThan(3);
  expect(leftOut).toEqual([]);
});
