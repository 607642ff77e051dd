import { describe, expect, test } from 'vitest';
import { personName } from '../../src/shared/clean-text.ts';
import { addSubscriber } from '../../src/subscribers/add-subscriber.ts';
import { readSignUp } from '../../src/subscribers/sign-ups/read-sign-up.ts';
import { TUESDAY } from '../support/comparisons.ts';
import { openWithTables } from '../support/database/tables.ts';
import { readList } from '../support/read-list.ts';
import { SECRET } from '../support/sign-ups.ts';

describe('the name of a person', () => {
  test.each([
    ['an override', 'Ada\u202egnp.exe', 'Adagnp.exe'],
    ['an embedding', '\u202aAda\u202c', 'Ada'],
    ['isolates', '\u2066Ada\u2069 \u2067Lovelace\u2069', 'Ada Lovelace'],
    ['zero-width spaces', 'A\u200bd\u2060a\ufeff', 'Ada'],
    ['soft hyphens', 'A\u00adda', 'Ada'],
    ['fillers', '\u3164Ada\u115f\u1160\uffa0', 'Ada'],
    ['annotations', '\ufff9Ada\ufffa\ufffb', 'Ada'],
    ['tags', 'Ada\u{e0041}\u{e0042}\u{e007f}', 'Ada'],
    ['controls of shorthand and of music', 'A\u{1bca0}d\u{1d173}a\u{1d17a}', 'Ada'],
    ['joiners that join nothing', 'A\u034fda\u17b4\u17b5', 'Ada'],
    ['control characters', 'A\u0000d\u001ba\u0085', 'Ada'],
    ['nothing else', '\u202e\u200b\u3164', ''],
  ])('a person’s name loses %s', (_, given, name) => {
    expect(personName(given)).toBe(name);
  });

  test.each([
    ['Arabic', 'محمد علي'],
    ['Hebrew with a mark that turns nothing', 'דנה\u200e (Dana)'],
    ['Persian with a non-joiner', 'علی\u200cرضا'],
    ['Hindi with a joiner', 'क्\u200dष'],
    ['an emoji of several', '👩🏽‍🚀 Ada'],
    ['a flag', '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f} Ada'],
    ['accents', 'Zoë Müller-Łoś'],
  ])('a person’s name keeps %s', (_, name) => {
    expect(personName(name)).toBe(name);
  });
});

describe('a name with a direction override', () => {
  const GIVEN = 'Ada\u202e\u200b Lovelace';
  const NAME = 'Ada Lovelace';
  const email = 'ada@verdicts.test';

  test('a sign-up stores a name without its direction override', () => {
    const origin = { networkAddress: null, userAgent: null, at: TUESDAY };
    expect(readSignUp({ email, name: GIVEN }, origin)).toMatchObject({ ok: true, signUp: { name: NAME } });
  });

  test('an imported list stores a name without its direction override', async () => {
    const { rows } = await readList(`email,name\n${email},${GIVEN}\n`);
    expect(rows).toMatchObject([{ email, name: NAME }]);
  });

  test('the studio and the command that adds a subscriber store a name without its direction override', async () => {
    const { subscriberStore: store, close } = await openWithTables();
    const secrets = [SECRET];
    const outcome = await addSubscriber({
      ...{ subscriberStore: store, email, name: GIVEN, confirmed: true, secrets },
      source: 'studio',
      now: TUESDAY,
    });
    expect(outcome).toMatchObject({ status: 'added', subscriber: { name: NAME } });
    close();
  });
});
