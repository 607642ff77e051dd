import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { commandsDocument } from '../../src/build/commands-document.ts';
import { loadProgram } from '../../src/program.ts';
import { SETTING_NAMES } from '../../src/settings/setting-names.ts';
import { projectPath } from '../../src/shared/project-path.ts';

const program = await loadProgram();

const DOCUMENTS = [
  'README.md',
  ...readdirSync(projectPath('docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

const textOf = (name: string) => readFileSync(projectPath(name), 'utf8');

/** What is written as code, without what is quoted in it. */
const codeIn = (name: string) =>
  [...textOf(name).matchAll(/```(?:sh|\n)([\s\S]*?)```|^ {4}(.+)$|`([^`\n]+)`/gm)]
    .map(([, block, line, inline]) => block ?? line ?? inline ?? '')
    .join('\n');

/** Each use of a command: `verdicts issue resume <slot> --resend-uncertain`. */
function usesIn(name: string): string[][] {
  const uses = codeIn(name).matchAll(/\bverdicts(?: --)? ([a-z][^\n;&|#)\]`]*)/g);
  return [...uses].map(([, words = '']) => words.trim().split(/\s+/));
}

/** What is wrong with a use; null if nothing is. */
function problemOf(words: string[]): string | null {
  const [name = '', inner = ''] = words;
  const top = program.commands.find((command) => command.name() === name);
  if (top === undefined) return `no command ${name}`;
  const names = inner.split(/[|\\]+/).filter((one) => /^[a-z]+$/.test(one));
  const commands: Command[] =
    top.commands.length === 0 ? [top] : top.commands.filter((one) => names.includes(one.name()));
  if (top.commands.length > 0 && names.length !== commands.length) return `no command ${name} ${inner}`;
  const known = [program, ...(commands.length === 0 ? top.commands : commands)].flatMap(
    ({ options }) => options,
  );
  const given = words
    .map((word) => /^\[?(--[a-z-]+)/.exec(word)?.[1])
    .filter((option) => option !== undefined);
  const wrong = given.find((option) => option !== '--help' && !known.some(({ long }) => long === option));
  return wrong === undefined ? null : `no option ${wrong} of ${name} ${inner}`;
}

test('docs/commands.md is current; npm run commands > docs/commands.md makes it', () => {
  expect(textOf('docs/commands.md')).toBe(commandsDocument(program));
});

test('the README names every command', () => {
  const [, table = ''] = textOf('README.md').split('## Commands');
  for (const command of program.commands)
    for (const one of command.commands.length === 0 ? [command] : command.commands)
      expect(table, `${command.name()} ${one.name()}`).toMatch(new RegExp(`\\b${one.name()}\\b`));
});

test.each(DOCUMENTS)('every command and option in %s exists', (name) => {
  expect(usesIn(name).flatMap((words) => problemOf(words) ?? [])).toEqual([]);
});

test('a command or an option that does not exist would be found', () => {
  expect(problemOf(['isue', 'show'])).toBe('no command isue');
  expect(problemOf(['issue', 'release', '<slot>'])).toBe('no command issue release');
  expect(problemOf(['send', '--yess'])).toBe('no option --yess of send --yess');
  expect(problemOf(['send', '--yes'])).toBeNull();
  expect(DOCUMENTS.flatMap(usesIn).length).toBeGreaterThan(60);
});

/** Of Node.js, of Litestream, of the sources, and columns of other products' lists. */
const FOREIGN = [
  'LITESTREAM_ACCESS_KEY_ID',
  'LITESTREAM_SECRET_ACCESS_KEY',
  'NODE_OPTIONS',
  'NODE_EXTRA_CA_CERTS',
  'ISSUE_STATUSES',
  'OPTIN_TIME',
  'CONFIRM_TIME',
  'UNSUB_TIME',
  'CLEAN_TIME',
];

test.each(DOCUMENTS)('every variable in %s exists', (name) => {
  const known = [...SETTING_NAMES, ...FOREIGN];
  const assigned = [
    ...textOf(name).matchAll(/(?:^|[`\s$])([A-Z][A-Z]+(?:_[A-Z]+)+)(?==)|`([A-Z]+(?:_[A-Z]+)+)`/gm),
  ].map(([, one, other]) => one ?? other ?? '');
  expect(assigned.filter((variable) => !known.includes(variable))).toEqual([]);
});

test('the exit statuses of the docs are those of the program', () => {
  expect(textOf('docs/commands.md')).toMatch(
    /\| 0 \| done;[\s\S]*\| 1 \| failed;[\s\S]*\| 2 \| wrong usage or configuration;/,
  );
  expect(textOf('README.md')).toMatch(
    /Exit status: 0 done,[\s\S]*1 failed; 2 wrong usage or configuration\./,
  );
});
