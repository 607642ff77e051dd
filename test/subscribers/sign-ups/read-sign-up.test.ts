import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CONSENT_TEXT_VERSION, consentText } from '../../../src/subscribers/sign-ups/consent-text.ts';
import { readSignUp, type SignUpForm } from '../../../src/subscribers/sign-ups/read-sign-up.ts';
import { TUESDAY } from '../../support/comparisons.ts';
import { openWithTables } from '../../support/database/tables.ts';

const ORIGIN = { networkAddress: '192.0.2.1', userAgent: 'Browser/1.0', at: TUESDAY };
const read = (form: Partial<SignUpForm>) => readSignUp({ email: 'ada@verdicts.test', ...form }, ORIGIN);

test('a sign-up says who asked, from where, and which words they agreed to', () => {
  expect(read({ email: ' Ada@Bücher.example ', name: ' Ada  L. ', source: 'footer' })).toEqual({
    ok: true,
    signUp: {
      email: 'Ada@Bücher.example',
      emailKey: 'ada@xn--bcher-kva.example',
      name: 'Ada L.',
      source: 'form:footer',
      textVersion: CONSENT_TEXT_VERSION,
      ...ORIGIN,
    },
  });
  expect(consentText('The Digest')).toContain('The Digest, one email a week');
});

test('what is not filled in is left out', () => {
  expect(read({ name: '  ' })).toMatchObject({ signUp: { name: null, source: 'form' } });
  const empty = { networkAddress: null, userAgent: '', at: TUESDAY };
  expect(readSignUp({ email: 'ada@verdicts.test' }, empty)).toMatchObject({
    signUp: { networkAddress: null, userAgent: null },
  });
});

test.each([
  ['email', { email: 'ada' }],
  ['email', { email: 'ada@verdicts.test\r\nBcc: eve@verdicts.test' }],
  ['name', { name: 'Ada\nBcc: eve@verdicts.test' }],
  ['name', { name: 'Ada\0' }],
  ['name', { name: 'n'.repeat(201) }],
  ['source', { source: 'footer\r\nx' }],
  ['source', { source: 's'.repeat(101) }],
] as const)('a wrong %s is refused: %o', (field, form) => {
  expect(read(form)).toEqual({ ok: false, field, reason: expect.stringMatching(/\.$/) });
});

test('the store takes whatever is read, whatever was filled in', async () => {
  const { subscriberStore: store, close } = await openWithTables();
  const text = fc.string({ unit: 'binary', maxLength: 600 });
  await fc.assert(
    fc.asyncProperty(text, text, text, async (name, source, userAgent) => {
      const reading = readSignUp({ email: 'ada@verdicts.test', name, source }, { ...ORIGIN, userAgent });
      if (reading.ok) await store.storeSignUps([{ ...reading.signUp, networkKey: 'n' }]);
    }),
  );
  close();
});

test('a name loses the signs for letters that were lost, so that its export can be imported again', () => {
  const origin = { networkAddress: null, userAgent: null, at: 0 };
  const nameOf = (name: string) => readSignUp({ email: 'ann@verdicts.test', name }, origin);
  expect(nameOf('An\ufffd Lee')).toMatchObject({ ok: true, signUp: { name: 'An Lee' } });
  expect(nameOf('\ufffd')).toMatchObject({ ok: true, signUp: { name: null } });
});
