import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectPath } from '../src/shared/project-path.ts';

const PAGE = readFileSync(projectPath('docs', 'architecture.md'), 'utf8');

const modules = readdirSync(projectPath('src'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && readdirSync(projectPath('src', entry.name)).length > 0)
  .map(({ name }) => `src/${name}/`);

test('the page about the architecture describes every module', () => {
  const described = [...PAGE.matchAll(/^\| `([^`]+)` \|/gm)].map(([, path]) => path);
  expect(new Set(described)).toEqual(new Set([...modules, 'emails/']));
});

test('every file and folder that the page about the architecture names exists', () => {
  const named = [...PAGE.matchAll(/`((?:src|emails|test|drizzle)\/[\w./-]*)`/g)].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter((path) => !existsSync(join(projectPath(), path)))).toEqual([]);
});

test('an arrow of the diagram is an import', () => {
  const names = new Map(
    [...PAGE.matchAll(/(\w+)\[([\w-]+)\]/g)].map(([, short = '', full = '']) => [short, full]),
  );
  const lines =
    /```mermaid\n(.*?)```/s
      .exec(PAGE)?.[1]
      ?.split('\n')
      .filter((line) => line.includes('-->')) ?? [];
  const arrows = lines.flatMap((line) => {
    const steps = line.split('-->').map((step) => step.trim().replace(/\[.*/, ''));
    return steps.slice(1).map((step, index) => [steps[index] ?? '', step] as const);
  });
  expect(arrows.length).toBeGreaterThan(15);
  const fullName = (name: string) => names.get(name) ?? name;
  const missing = arrows.filter(([from, to]) => !importsOf(fullName(to)).has(fullName(from)));
  expect(missing).toEqual([]);
});

/** The modules that a module's files import. */
function importsOf(module: string): Set<string> {
  const folder = projectPath(...(module === 'emails' ? ['emails'] : ['src', module]));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8'));
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/'(?:\.\.\/)+([\w-]+)\//g)].map(([, name = '']) => name)),
  );
}
