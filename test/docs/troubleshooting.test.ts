import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NOTICE_EVENTS } from '../../src/issues/editor-notice.ts';
import { PROBLEM_CODES } from '../../src/issues/problems/issue-problem.ts';
import { projectPath } from '../../src/shared/project-path.ts';

const DOCUMENT = readFileSync(projectPath('docs', 'troubleshooting.md'), 'utf8');

/** What stands between backticks below a heading, up to the next one. */
function namesBelow(heading: string): string[] {
  const [, section = ''] = DOCUMENT.split(`## ${heading}\n`);
  const [text = ''] = section.split('\n## ');
  return [...text.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => name);
}

const sourcesIn = (folder: string) =>
  readdirSync(projectPath('src', folder), { encoding: 'utf8' }).map((name) =>
    readFileSync(projectPath('src', folder, name), 'utf8'),
  );

/** The keys of the interface that lists every event. */
function logEvents(): string[] {
  const log = readFileSync(projectPath('src', join('serve', 'log.ts')), 'utf8');
  const [, body = ''] = /export interface LogFacts \{\n([\s\S]*?)\n\}/.exec(log) ?? [];
  return [...body.matchAll(/^ {2}'?([a-z-]+)'?: /gm)].map(([, name = '']) => name);
}

test('every problem that a draft can have is explained', () => {
  expect(PROBLEM_CODES.filter((code) => !namesBelow('What the draft points out').includes(code))).toEqual([]);
});

test('every check of doctor is explained', () => {
  const names = sourcesIn('doctor').flatMap((source) =>
    [...source.matchAll(/name(?:: | = )'([a-z-]+)'/g)].map(([, name = '']) => name),
  );
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter((name) => !namesBelow('What `doctor` checks').includes(name))).toEqual([]);
});

test('every event of the log is explained, and none that there is not', () => {
  const events = logEvents();
  expect(events.length).toBeGreaterThan(30);
  const named = namesBelow('What the log says');
  expect(events.filter((event) => !named.includes(event))).toEqual([]);
  const others = named.filter((name) => !events.includes(name));
  expect([...new Set(others)].sort()).toEqual(['error', 'event', 'reason', 'until', 'warn']);
});

test('whatever the editor is emailed about has its reason explained', () => {
  const waiting = NOTICE_EVENTS.filter((event) => !['draft', 'sent', 'recovered'].includes(event));
  expect(waiting).toEqual(['skipped', 'held', 'failed', 'paused']);
  for (const words of ['Skipped', 'It was not approved by its time', 'could not be composed', 'Paused'])
    expect(DOCUMENT).toContain(words);
});
