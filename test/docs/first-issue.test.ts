import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { projectPath } from '../../src/shared/project-path.ts';
import { makePlace, type Place } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';

const textOf = (name: string) => readFileSync(projectPath(...name.split('/')), 'utf8');

/** The comparison that a document asks to be copied. */
const comparisonIn = (name: string) => /```json\n([\s\S]*?)```/.exec(textOf(name))?.[1] ?? '';

/** Its commands, each as the parameters that come after "verdicts". */
const commandsIn = (name: string) =>
  [...textOf(name).matchAll(/^(?:npm run --silent verdicts --|verdicts) (.+)$/gm)].map(([, all = '']) =>
    all.split(' '),
  );

let place: Place;
beforeEach(async () => {
  place = await makePlace({ hasDatabase: false });
});
afterEach(() => place.remove());

describe.each(['README.md', 'docs/first-issue.md'])('%s, followed to the letter,', (name) => {
  test('leads to an issue that is sent, without a warning on the way', async () => {
    await writeFile(join(place.folder, 'comparison.json'), comparisonIn(name));
    await writeFile(join(place.folder, 'list.csv'), 'email,name\nben@verdicts.test,Ben\n');
    const commands = commandsIn(name);
    expect(commands.at(0)).toEqual(['import', 'comparison.json']);
    expect(commands.at(-1)).toEqual(['send']);
    for (const parameters of commands) {
      const { status, stdout, stderr } = await runCommand([...parameters, '--json'], {
        env: place.env,
        cwd: place.folder,
      });
      expect(status, `${parameters.join(' ')}: ${stderr}`).toBe(0);
      const result = JSON.parse(stdout);
      if (parameters[0] === 'import') expect(result).toMatchObject({ added: 1, rejected: [] });
      if (parameters[0] === 'import') expect(stderr).not.toContain('warning');
      if (parameters[0] === 'draft') expect(result).toMatchObject({ items: [{ slug: 'kiln-vs-loom' }] });
      if (parameters.join(' ') === 'send') expect(result).toMatchObject({ status: 'sent' });
    }
  });
});

test('the README is no longer than anybody reads', () => {
  expect(textOf('README.md').split('\n').length).toBeLessThanOrEqual(150);
});
