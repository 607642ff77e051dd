import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY } from '../support/comparisons.ts';
import { makePlace, type Place } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';
import { WORST_TEXTS } from '../support/samples/worst-texts.ts';

let place: Place;
beforeEach(async () => {
  place = await makePlace();
  const publishedAt = new Date(Date.now() - 7 * DAY).toISOString();
  const comparison = { publishedAt, tools: [{ name: 'Kiln' }, { name: 'Loom' }] };
  await runCommand(['import', '-', '--json'], { env: place.env, input: JSON.stringify(comparison) });
});
afterEach(() => place.remove());

const run = (...parameters: string[]) => runCommand([...parameters, '--json'], { env: place.env });

describe('an editor', () => {
  test.each([
    ['1,300 lists within one another', '- '.repeat(1_300)],
    ['a link that never ends', WORST_TEXTS['a link that never ends'] ?? ''],
    ['an address that ends in marks', WORST_TEXTS['an address that ends in marks'] ?? ''],
  ])(
    'an editor whose intro is %s still reaches the draft, is warned, and can correct it',
    async (_, intro) => {
      const { slot } = JSON.parse((await run('draft')).stdout);
      expect((await run('issue', 'edit', slot, '--intro', intro.slice(0, 20_000))).status).toBe(0);
      const draft = await run('draft');
      expect([draft.status, draft.stderr]).toEqual([0, '']);
      expect(JSON.parse(draft.stdout).problems).toContainEqual(
        expect.objectContaining({ code: 'intro-as-typed', level: 'warning' }),
      );
      expect((await run('issue', 'edit', slot, '--intro', 'Good *morning*.')).status).toBe(0);
      expect(JSON.parse((await run('draft')).stdout).problems).not.toContainEqual(
        expect.objectContaining({ code: 'intro-as-typed' }),
      );
    },
  );
});
