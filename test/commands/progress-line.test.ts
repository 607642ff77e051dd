import { expect, test } from 'vitest';
import { progressLine } from '../../src/commands/progress-line.ts';

function terminal(columns: number) {
  const written: string[] = [];
  return { columns, written, write: (text: string) => written.push(text) };
}

/** What stands on the terminal's last line. */
function screen(written: readonly string[]): string {
  let line = '';
  for (const part of written.join('').split('\n').at(-1)?.split('\r') ?? [])
    line = part + line.slice(part.length);
  return line.trimEnd();
}

test('progress is one line that is drawn over itself, and gone at the end', () => {
  const shown = terminal(80);
  let now = 0;
  const bar = progressLine(shown, { title: 'Sending', total: 200 }, () => now);
  expect(screen(shown.written)).toBe('Sending');
  now += 1_000;
  bar.update(50, '50 of 200');
  expect(screen(shown.written)).toBe('Sending [#####...............] 25%  50 of 200');
  now += 1_000;
  bar.update(200, 'all');
  expect(screen(shown.written)).toBe('Sending [####################] 100%  all');
  bar.stop();
  expect(screen(shown.written)).toBe('');
  expect(shown.written.join('')).not.toContain('\u001b');
});

test('on a narrow terminal, progress never takes a second line', () => {
  const shown = terminal(30);
  const bar = progressLine(shown, { title: 'Importing' }, () => shown.written.length * 1_000);
  bar.update(1, 'a/very/long/path/to/some/comparisons.json: 1 of 3,000');
  bar.step('a/very/long/path/to/some/comparisons.json: 2 of 3,000');
  for (const line of shown.written.join('').split('\r')) expect(line.length).toBeLessThan(30);
  expect(screen(shown.written)).toBe('Importing: a/very/long/path/…');
});

test('a note stands above the progress, which stays', () => {
  const shown = terminal(80);
  const bar = progressLine(shown, { title: 'Sending' });
  bar.above('SIGINT: finishing.');
  expect(shown.written.join('')).toContain('SIGINT: finishing.\n');
  expect(screen(shown.written)).toBe('Sending');
});

test('many updates are drawn ten times a second, and a step at once', () => {
  const shown = terminal(80);
  let now = 0;
  const bar = progressLine(shown, { title: 'Importing' }, () => now);
  for (; now < 1_000; now += 1) bar.update(now, String(now));
  expect(shown.written.length).toBeLessThanOrEqual(11);
  bar.step('checking');
  expect(screen(shown.written)).toBe('Importing: checking');
});
