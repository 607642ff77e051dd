import { LOOK_LIMITS } from '../../../look/look.ts';
import type { LookField } from '../../../look/look-fields.ts';
import type { LookPart } from '../../../look/merge-look.ts';

export interface FieldWords {
  label: string;
  hint: string;
  /** In characters; null for links and colours. */
  most: number | null;
  isLong?: boolean;
}

const OURS = 'Leave it empty for ours.';

export const WORDS: Readonly<Record<LookField, FieldWords>> = {
  accent: { label: 'Accent colour', hint: 'Of the stripe and the button, such as #2440b0.', most: null },
  tagline: { label: 'Tagline', hint: 'Beside the name on your pages.', most: LOOK_LIMITS.tagline },
  siteUrl: { label: 'Your site', hint: 'Linked in footers, with https://', most: null },
  privacyUrl: { label: 'Privacy page', hint: 'Linked in footers, with https://', most: null },
  footerText: {
    label: 'Footer text',
    hint: 'In emails and on pages.',
    most: LOOK_LIMITS.footerText,
    isLong: true,
  },
  'signUp.heading': { label: 'Heading', hint: OURS, most: LOOK_LIMITS.heading },
  'signUp.text': { label: 'Text', hint: OURS, most: LOOK_LIMITS.text, isLong: true },
  'signUp.button': { label: 'Button', hint: OURS, most: LOOK_LIMITS.button },
  'signUp.note': {
    label: 'Note',
    hint: 'Below the words of consent, which are always there.',
    most: LOOK_LIMITS.text,
    isLong: true,
  },
  'signUp.thanks': {
    label: 'After a sign-up',
    hint: 'On the page that says to check the inbox.',
    most: LOOK_LIMITS.text,
    isLong: true,
  },
  'confirmation.subject': { label: 'Subject', hint: OURS, most: LOOK_LIMITS.subject },
  'confirmation.heading': { label: 'Heading', hint: OURS, most: LOOK_LIMITS.heading },
  'confirmation.text': {
    label: 'Text',
    hint: 'After the sentence that says what was asked for.',
    most: LOOK_LIMITS.text,
    isLong: true,
  },
  'confirmation.button': { label: 'Button', hint: OURS, most: LOOK_LIMITS.button },
  'confirmation.welcome': {
    label: 'Once confirmed',
    hint: 'On the page that follows.',
    most: LOOK_LIMITS.text,
    isLong: true,
  },
};

/** What comes after the brand. */
export const GROUPS = [
  { id: 'links', title: 'Links', fields: ['siteUrl', 'privacyUrl'] },
  { id: 'footer', title: 'Footer', fields: ['footerText'] },
  {
    id: 'sign-up',
    title: 'Sign-up page',
    fields: ['signUp.heading', 'signUp.text', 'signUp.button', 'signUp.note', 'signUp.thanks'],
  },
  {
    id: 'confirmation',
    title: 'Email that asks to confirm',
    fields: [
      'confirmation.subject',
      'confirmation.heading',
      'confirmation.text',
      'confirmation.button',
      'confirmation.welcome',
    ],
  },
] as const satisfies readonly { id: string; title: string; fields: readonly LookField[] }[];

/** Where nothing around it says what it belongs to: "Sign-up page: Heading". */
export function partWords(part: LookPart): string {
  if (part === 'logo') return 'Logo';
  if (part === 'socialLinks') return 'Social links';
  const group = GROUPS.find(({ fields }) => (fields as readonly LookField[]).includes(part));
  const { label } = WORDS[part];
  return part.includes('.') ? `${group?.title}: ${label}` : label;
}
