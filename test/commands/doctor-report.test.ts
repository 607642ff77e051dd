import { expect, test } from 'vitest';
import { doctorReport, type ReportStyle } from '../../src/commands/doctor-report.ts';
import { type Check, ok, stop, warn } from '../../src/doctor/check.ts';

const PLAIN: ReportStyle = { columns: Number.POSITIVE_INFINITY, paint: (_, text) => text };

const CHECKS: Check[] = [
  { name: 'configuration', ...ok('Every variable can be read. To see them, look.') },
  { name: 'files', ...warn('/data is open to every user. To close it, run: chmod 700 /data') },
  {
    name: 'sender',
    ...stop('Your newsletter has no reply address. Add it in Settings (NEWSLETTER_REPLY_TO).'),
  },
  { name: 'dmarc', ...warn('There is no record at _dmarc.a.test. Receivers mind. Add one.') },
  { name: 'new-check', ...ok('Fine.') },
];

test('doctor groups what it found, has what to do on lines of its own, and adds up', () => {
  expect(doctorReport(CHECKS, PLAIN).join('\n')).toBe(`Installation
  ✓ ok       configuration: Every variable can be read. To see them, look.
  ! warning  files: /data is open to every user.
             → To close it, run:
               chmod 700 /data

Sending
  ✗ STOP     sender: Your newsletter has no reply address.
             → Add it in Settings (NEWSLETTER_REPLY_TO).

Mail domain
  ! warning  dmarc: There is no record at _dmarc.a.test. Receivers mind.
             → Add one.

Other checks
  ✓ ok       new-check: Fine.

5 checks: 2 ok, 2 warnings, 1 STOP. A real send would be refused.`);
});

test('doctor’s levels are words and symbols, which colours only repeat', () => {
  const painted = doctorReport(CHECKS, { ...PLAIN, paint: (colour, text) => `<${colour}>${text}</>` });
  expect(painted).toContain('  <red>✗ STOP   </>  sender: Your newsletter has no reply address.');
  expect(painted.join('\n').replace(/<\/?\w*>/g, '')).toBe(doctorReport(CHECKS, PLAIN).join('\n'));
});

test.each([80, 50, 20])('doctor breaks its lines between words, on a screen of %i columns', (columns) => {
  const long = stop(
    `${'There is much to say about this. '.repeat(8)}Set ALL_OF_IT to another value, and begin again.`,
  );
  const lines = doctorReport([{ name: 'transport', ...long }], { ...PLAIN, columns });
  for (const line of lines.slice(1, -2)) expect(line.length).toBeLessThan(Math.max(columns, 36));
  expect(lines.join(' ').replace(/\s+(?:→ )?/g, ' ')).toContain(long.message);
});

test('doctor prints no control characters that a message brings', () => {
  const checks = [{ name: 'dkim', ...warn('It has "\u001b[2J".') }];
  expect(doctorReport(checks, PLAIN).join('')).not.toContain('\u001b');
});

test('doctor says that nothing stops a real send when nothing does', () => {
  expect(doctorReport([{ name: 'studio', ...ok('Open.') }], PLAIN).at(-1)).toBe(
    '1 check: 1 ok, 0 warnings, 0 STOP. Nothing stops a real send.',
  );
});
