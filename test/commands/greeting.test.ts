import { describe, expect, test } from 'vitest';
import { runCommand } from '../support/run-command.ts';

const COMMANDS = [
  'database',
  'import',
  'comparisons',
  'draft',
  'render',
  'send',
  'issue',
  'subscribers',
  'look',
  'settings',
  'serve',
  'doctor',
  'backup',
  'restore',
  'demo',
];

describe('the way into the commands', () => {
  test('verdicts alone greets with five commands, each with an example, and says where the others are', async () => {
    const { status, stdout, stderr } = await runCommand([]);
    expect([status, stdout]).toEqual([2, '']);
    const examples = [...stderr.matchAll(/^ {2}verdicts (\w+).* {2}\w/gm)].map(([, name]) => name);
    expect(examples).toEqual(['import', 'subscribers', 'draft', 'send', 'serve']);
    expect(stderr).toContain('verdicts --help');
    expect(Math.max(...stderr.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('the help lists every command under a heading, and help itself', async () => {
    const { status, stdout } = await runCommand(['--help']);
    expect(status).toBe(0);
    const listed = [...stdout.matchAll(/^ {2}([a-z]+)(?: \[options\])?(?: [<[]\S+[>\]])? {2,}/gm)].map(
      ([, name]) => name,
    );
    expect(new Set(listed)).toEqual(new Set([...COMMANDS, 'help']));
    expect(stdout).not.toContain('\nCommands:\n');
    expect(stdout.match(/^\S.*:$/gm)).toEqual([
      'Options:',
      'The issue of the week:',
      'Your readers:',
      'Your newsletter:',
      'Running it:',
      'Trying it out:',
    ]);
  });

  test.each([
    [['imprt'], 'There is no command "imprt". Did you mean import?'],
    [['issue', 'sho'], 'There is no command "sho". Did you mean show?'],
    [['draft', '--slt', '2026-W49'], 'There is no option --slt. Did you mean --slot?'],
    [['draft', 'extra'], '"draft" takes fewer arguments than that: extra.'],
    [['render'], 'Something is missing: --out <folder>.'],
    [['import'], 'Something is missing: <file>.'],
    [['draft', '--slot'], '--slot <slot> needs a value.'],
    [['subscribers', 'export', '--for', 'x'], '--for <purpose>: "x" is not one of import, spreadsheet.'],
    [
      ['backup', 'x', '--keep', '0'],
      '--keep <number>: "0" cannot be used. It must be a whole number of at least 1.',
    ],
    [['send', '--dry-run', '--to', 'a@b.test'], '--to <addresses> and --dry-run cannot be used together.'],
  ])('%j says what is wrong in words, and the nearest that there is', async (parameters, words) => {
    const { status, stdout, stderr } = await runCommand(parameters);
    expect([status, stdout, stderr]).toEqual([2, '', `${words}\nTo see what it takes, add --help.\n`]);
    const json = await runCommand([...parameters, '--json']);
    expect(JSON.parse(json.stdout)).toEqual({ error: { code: 'usage', message: words } });
  });
});
