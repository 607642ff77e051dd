import { z } from 'zod';
import { cleanText, oneLine, withoutBidiControls } from '../shared/clean-text.ts';
import { logoSchema } from './logo.ts';

/** In characters (code points), except `socialLinks`, which counts links. */
export const LOOK_LIMITS = {
  url: 500,
  tagline: 90,
  alt: 100,
  socialLinks: 6,
  label: 30,
  footerText: 300,
  heading: 70,
  text: 500,
  button: 30,
  subject: 70,
} as const;

const atMost = (limit: number) => (text: string) => [...text].length <= limit;

/** An empty text leaves it to the program. */
function text(limit: number, tidy: (text: string) => string) {
  return z
    .string()
    .transform((given) => tidy(withoutBidiControls(given)))
    .refine(atMost(limit), `Use at most ${limit} characters.`)
    .transform((given) => (given === '' ? null : given))
    .nullable()
    .default(null);
}
const line = (limit: number) => text(limit, oneLine);
const lines = (limit: number) => text(limit, cleanText);

const WHOLE_LINK = 'Write the whole link, with https://';

/** A link as a browser would write it. */
function toLink(given: string): string | null {
  const url = URL.canParse(given) ? new URL(given) : null;
  return url !== null && ['https:', 'http:'].includes(url.protocol) && url.hostname !== '' ? url.href : null;
}

const requiredLink = z
  .string()
  .transform(oneLine)
  .refine(atMost(LOOK_LIMITS.url), `Use at most ${LOOK_LIMITS.url} characters.`)
  .transform((given, context) => {
    const href = toLink(given);
    if (href !== null) return href;
    context.addIssue({ code: 'custom', message: WHOLE_LINK });
    return z.NEVER;
  });
const link = z
  .preprocess(
    (given) => (typeof given === 'string' && given.trim() === '' ? null : given),
    requiredLink.nullable(),
  )
  .default(null);

const HEX = /^#?([0-9a-f]{6})$/;
const SHORT_HEX = /^#?([0-9a-f])([0-9a-f])([0-9a-f])$/;

const accent = z
  .string()
  .transform((given, context) => {
    const typed = given.trim().toLowerCase();
    if (typed === '') return null;
    const [, digits] = HEX.exec(typed.replace(SHORT_HEX, '#$1$1$2$2$3$3')) ?? [];
    if (digits !== undefined) return `#${digits}`;
    context.addIssue({
      code: 'custom',
      message: 'Write the colour as # and six digits or letters from a to f, such as #2440b0.',
    });
    return z.NEVER;
  })
  .nullable()
  .default(null);

const socialLinkSchema = z.object({
  label: z
    .string()
    .transform(oneLine)
    .refine((label) => label !== '', 'Name the link, for example “Mastodon”.')
    .refine(atMost(LOOK_LIMITS.label), `Use at most ${LOOK_LIMITS.label} characters.`),
  url: requiredLink,
});

/** The owner's own words on the sign-up page; null leaves a text to the program. */
const signUpSchema = z.object({
  heading: line(LOOK_LIMITS.heading),
  text: lines(LOOK_LIMITS.text),
  button: line(LOOK_LIMITS.button),
  /** Below the fixed words of consent, which it cannot replace. */
  note: lines(LOOK_LIMITS.text),
  /** On the page that follows. */
  thanks: lines(LOOK_LIMITS.text),
});

/** The owner's own words in the email that asks to confirm, and on the page that follows. */
const confirmationSchema = z.object({
  subject: line(LOOK_LIMITS.subject),
  heading: line(LOOK_LIMITS.heading),
  /** After the sentence that says what was asked for. */
  text: lines(LOOK_LIMITS.text),
  button: line(LOOK_LIMITS.button),
  /** Once it is confirmed. */
  welcome: lines(LOOK_LIMITS.text),
});

/**
 * The owner's look and words. Texts are cleaned, links and colours normalized: what is parsed twice is the same as what
 * is parsed once. What is null or missing is as the program has it.
 */
export const lookSchema = z.object({
  logo: logoSchema
    .extend({ alt: line(LOOK_LIMITS.alt) })
    .nullable()
    .default(null),
  accent,
  tagline: line(LOOK_LIMITS.tagline),
  siteUrl: link,
  socialLinks: z
    .array(socialLinkSchema)
    .max(LOOK_LIMITS.socialLinks, `Name at most ${LOOK_LIMITS.socialLinks} links.`)
    .default([]),
  footerText: lines(LOOK_LIMITS.footerText),
  privacyUrl: link,
  signUp: signUpSchema.prefault({}),
  confirmation: confirmationSchema.prefault({}),
});
export type Look = z.infer<typeof lookSchema>;
export type SocialLink = Look['socialLinks'][number];

export const DEFAULT_LOOK: Look = lookSchema.parse({});

/** A look as it is stored: what another version's limits allowed, and ours do not, is as the program has it. */
export function readStoredLook(content: Record<string, unknown>): Look {
  const { logo } = content;
  // A logo is not lost for its words.
  const bare = typeof logo === 'object' && logo !== null ? { ...logo, alt: null } : null;
  const given = lookSchema.shape.logo.safeParse(logo).success ? content : { ...content, logo: bare };
  const fields = Object.entries(lookSchema.shape).filter(
    ([name, field]) => field.safeParse(given[name]).success,
  );
  return lookSchema.parse(Object.fromEntries(fields.map(([name]) => [name, given[name]])));
}

/** Problems of what was given, by the place of the field, such as `signUp.heading`. */
export function readLook(
  given: unknown,
): { ok: true; look: Look } | { ok: false; problems: Record<string, string> } {
  const read = lookSchema.safeParse(given);
  if (read.success) return { ok: true, look: read.data };
  const problems: Record<string, string> = {};
  for (const { path, message } of read.error.issues) problems[path.join('.')] ??= message;
  return { ok: false, problems };
}
