import { describe, expect, it } from 'vitest';
import { renderConfirmSubscription } from '../../emails/_components/render.tsx';
import { DEFAULT_SHOWN_LOOK } from '../../src/look/shown-look.ts';
import { confirmSubscriptionText } from '../../src/render/plain-text.ts';
import { parsedMail } from './parsed-mail.ts';

const props = {
  newsletterName: 'Weekly AI Tool Verdicts',
  confirmUrl: 'https://5f3a0b.confirm.invalid/',
  ownLook: DEFAULT_SHOWN_LOOK,
  sender: { name: 'Verdicts & Sons', postalAddress: 'Pier 9\n4021 Portside' },
  hoursValid: 48,
};

describe('the confirmation email', () => {
  it('the confirmation email has one purpose: every link confirms', async () => {
    const { hrefs, texts } = parsedMail(await renderConfirmSubscription(props));
    expect(new Set(hrefs)).toEqual(new Set([props.confirmUrl]));
    expect(texts('a')).toEqual(['Confirm my subscription', props.confirmUrl]);
  });

  it('the confirmation email says what was asked for, how long the link is valid and what to do if it was someone else', async () => {
    const { body, texts } = parsedMail(await renderConfirmSubscription(props));
    expect(texts('title')).toEqual(['Confirm your subscription to Weekly AI Tool Verdicts']);
    expect(texts('h1')).toEqual(['Confirm your subscription']);
    for (const words of [
      'The link works for 48 hours.',
      'If this was not you, do nothing',
      'Verdicts & Sons',
      'Pier 9',
    ]) {
      expect(body).toContain(words);
    }
  });

  it('the confirmation email is true for people whom an owner added, too', async () => {
    for (const words of [
      parsedMail(await renderConfirmSubscription(props)).body,
      confirmSubscriptionText(props),
    ]) {
      expect(words).toContain('We were asked to send');
      expect(words).not.toMatch(/form|hopefully/);
    }
  });

  it('the confirmation email says the same as text, with the link on its own line', () => {
    const text = confirmSubscriptionText({ ...props, hoursValid: 1 });
    expect(text.split('\n')).toContain(props.confirmUrl);
    for (const words of [
      'The link works for 1 hour.',
      'If this was not you',
      'Verdicts & Sons\nPier 9\n4021 Portside\n',
    ]) {
      expect(text).toContain(words);
    }
  });
});
