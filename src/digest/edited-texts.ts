/** The texts of an issue that only an editor writes, or that an editor's words replace. */
export const EDITED_TEXTS = [
  'subject',
  'preheader',
  'intro',
  'sponsorTitle',
  'sponsorText',
  'sponsorUrl',
  'closing',
] as const;

export type EditedText = (typeof EDITED_TEXTS)[number];

/** What an editor wrote; null for each text that is composed, or left out. */
export type EditedTexts = Record<EditedText, string | null>;

/** Each of them as `read` gives it; null where it gives nothing. */
export function editedTexts(read: (text: EditedText) => string | null | undefined): EditedTexts {
  const texts = EDITED_TEXTS.map((text) => [text, read(text) ?? null]);
  return Object.fromEntries(texts) as EditedTexts;
}
