/**
 * What people agree to when they sign up, by version. The consent record names the version, so never change or remove a
 * text that was shown: add another.
 */
const CONSENT_TEXTS = {
  '2026-11': (newsletter: string) =>
    `By signing up you ask for ${newsletter}, one mail a week. You can pause or leave with one click in every mail.`,
  '2026-12': (newsletter: string) =>
    `By signing up you ask for ${newsletter}, one email a week. Every email has links to pause or unsubscribe.`,
} as const satisfies Record<string, (newsletter: string) => string>;

export type ConsentTextVersion = keyof typeof CONSENT_TEXTS;

export const CONSENT_TEXT_VERSION: ConsentTextVersion = '2026-12';

export function consentText(newsletter: string, version: ConsentTextVersion = CONSENT_TEXT_VERSION): string {
  return CONSENT_TEXTS[version](newsletter);
}
