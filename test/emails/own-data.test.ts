import { describe, expect, it } from 'vitest';
import { renderOwnData } from '../../emails/_components/render.tsx';
import { DEFAULT_SHOWN_LOOK } from '../../src/look/shown-look.ts';
import { ownDataText } from '../../src/render/plain-text.ts';
import { parsedMail } from './parsed-mail.ts';

const props = {
  newsletterName: 'Weekly AI Tool Verdicts',
  dataUrl: 'https://5f3a0b.data.invalid/',
  preferencesUrl: 'https://5f3a0b.preferences.invalid/',
  unsubscribeUrl: 'https://5f3a0b.unsubscribe.invalid/',
  ownLook: DEFAULT_SHOWN_LOOK,
  sender: { name: 'Verdicts & Sons', postalAddress: 'Pier 9\n4021 Portside' },
  hoursValid: 24,
};

describe('the data email', () => {
  it('the data email links to the data, the preferences and unsubscribing, and nowhere else', async () => {
    const { hrefs, texts } = parsedMail(await renderOwnData(props));
    const { dataUrl, preferencesUrl, unsubscribeUrl } = props;
    expect(hrefs).toEqual([dataUrl, dataUrl, preferencesUrl, unsubscribeUrl]);
    expect(texts('a')).toEqual([
      'See or erase my data',
      dataUrl,
      'Pause or change my subscription',
      'Unsubscribe',
    ]);
  });

  it('the data email says what was asked for, how long the links are valid and what to do if it was someone else', async () => {
    const { body, texts } = parsedMail(await renderOwnData(props));
    expect(texts('title')).toEqual(['Your links at Weekly AI Tool Verdicts']);
    for (const words of [
      'asked for your links at Weekly AI Tool Verdicts',
      'The link to your data works for 24 hours, the others for as long as you have this email.',
      'Do not forward it',
      'If this was not you, do nothing',
      'Verdicts & Sons',
      'Pier 9',
    ]) {
      expect(body).toContain(words);
    }
  });

  it('the data email says the same as text, with each link on its own line', () => {
    const text = ownDataText(props);
    for (const url of [props.dataUrl, props.preferencesUrl, props.unsubscribeUrl])
      expect(text.split('\n')).toContain(url);
    for (const words of ['works for 24 hours', 'If this was not you', 'Pier 9\n4021 Portside\n']) {
      expect(text).toContain(words);
    }
  });
});
