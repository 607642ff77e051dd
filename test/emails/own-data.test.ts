import { describe, expect, it } from 'vitest';
import { renderOwnData } from '../../emails/_components/render.tsx';
import { ownDataText } from '../../src/render/plain-text.ts';
import { parsedMail } from './parsed-mail.ts';

const props = {
  newsletterName: 'Weekly AI Tool Verdicts',
  dataUrl: 'https://5f3a0b.data.invalid/',
  sender: { name: 'Verdicts & Sons', postalAddress: 'Pier 9\n4021 Portside' },
  hoursValid: 24,
};

describe('the mail with the link to one’s own data', () => {
  it('has one purpose: every link leads to the data', async () => {
    const { hrefs, texts } = parsedMail(await renderOwnData(props));
    expect(new Set(hrefs)).toEqual(new Set([props.dataUrl]));
    expect(texts('a')).toEqual(['See or erase my data', props.dataUrl]);
  });

  it('says what was asked for, how long the link works and what to do if it was someone else', async () => {
    const { body, texts } = parsedMail(await renderOwnData(props));
    expect(texts('title')).toEqual(['Your data at Weekly AI Tool Verdicts']);
    for (const words of [
      'asked to see or erase what Weekly AI Tool Verdicts keeps about this address',
      'The link works for 24 hours.',
      'Do not forward this mail',
      'If this was not you, do nothing',
      'Verdicts & Sons',
      'Pier 9',
    ]) {
      expect(body).toContain(words);
    }
  });

  it('says the same as text, with the link on a line of its own', () => {
    const text = ownDataText(props);
    expect(text.split('\n')).toContain(props.dataUrl);
    for (const words of ['The link works for 24 hours.', 'If this was not you', 'Pier 9\n4021 Portside\n']) {
      expect(text).toContain(words);
    }
  });
});
