import { z } from 'zod';
import { cleanText, oneLine } from '../shared/clean-text.ts';
import { comparisonSlug } from './slug.ts';

export const VERDICTS = ['ship', 'skip', 'split'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** A single reviewer ships or skips; only a panel can be split. */
export const REVIEW_VERDICTS = ['ship', 'skip'] as const;
export type ReviewVerdict = (typeof REVIEW_VERDICTS)[number];

/** In UTF-16 code units; the database's CHECKs repeat them. */
export const LIMITS = {
  slug: 200,
  name: 200,
  line: 500,
  text: 20_000,
  url: 2_000,
  reviewer: 80,
  reviews: 50,
} as const;

const line = (max: number) => z.string().transform(oneLine).pipe(z.string().min(1).max(max));
const text = (max: number) => z.string().transform(cleanText).pipe(z.string().min(1).max(max));
/** Turns -0 into 0, which is what the database returns. */
const whole = (max: number) =>
  z
    .int()
    .min(0)
    .max(max)
    .overwrite((value) => value + 0);
const percent = whole(100);
const count = whole(1_000_000_000);

/** Anything but white space, control characters and Unicode's invisible ones; U+2800 is an empty braille cell. */
const VISIBLE = /[^\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;

const toolName = z
  .string()
  .transform(oneLine)
  .pipe(
    z
      .string()
      .min(1, { abort: true })
      .max(LIMITS.name, { abort: true })
      .refine((name) => VISIBLE.test(name), 'it has only invisible characters')
      .refine(
        (name) => toolKey(name).length <= LIMITS.name,
        'it is too long once its letters are written out (NFKC)',
      ),
  );

/** Absent, `null` and unknown are the same. */
const orUnknown = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);

export const reviewSchema = z.object({
  reviewer: orUnknown(line(LIMITS.reviewer)).describe(
    'Builder, Skeptic, Futurist, …; null where it is not known',
  ),
  score: orUnknown(percent).describe('out of 100'),
  verdict: orUnknown(z.enum(REVIEW_VERDICTS)),
  text: text(LIMITS.text).describe("the reviewer's reasons"),
});
export type Review = z.infer<typeof reviewSchema>;

export const sideSchema = z.object({
  name: toolName,
  category: orUnknown(line(LIMITS.line)),
  tagline: orUnknown(line(LIMITS.line)),
  description: orUnknown(text(LIMITS.text)),
  verdict: orUnknown(z.enum(VERDICTS)).describe('what the panel says; split where it is even'),
  panelShare: orUnknown(percent).describe('percent of the panel that say ship'),
  shipCount: orUnknown(count).describe('reviewers who say ship'),
  skipCount: orUnknown(count).describe('reviewers who say skip'),
  communityShare: orUnknown(percent).describe('percent of the community that vote ship'),
  communityVotes: orUnknown(count),
  entry: orUnknown(line(LIMITS.line)).describe('Free, Paid, Freemium, …'),
  pricing: orUnknown(line(LIMITS.line)),
  bestFor: orUnknown(line(LIMITS.line)),
  reviews: z.array(reviewSchema).max(LIMITS.reviews).default([]),
});
export type ComparisonSide = z.infer<typeof sideSchema>;

/** The last instant with a four-digit year in ISO 8601; the database's CHECKs repeat it. */
const LAST_INSTANT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** From 1970 to 9999, in UTC. */
export const instantSchema = z.iso
  .datetime({ offset: true, abort: true })
  .refine(
    (value) => Date.parse(value) >= 0 && Date.parse(value) <= LAST_INSTANT,
    'its year must be from 1970 to 9999',
  )
  .transform((value) => new Date(value).toISOString());

/** An http or https URL as browsers serialise it (https://url.spec.whatwg.org/): ASCII, percent-encoded. */
export const webUrlSchema = z.url({ protocol: /^https?$/, normalize: true }).max(LIMITS.url);

/** A comparison as imported and exported. What a source does not say is `null`. */
export const comparisonSchema = z
  .object({
    slug: z
      .string()
      .max(LIMITS.slug)
      .regex(
        /^[\p{L}\p{M}\p{N}]+(-[\p{L}\p{M}\p{N}]+)*$/u,
        'must be letters and digits, joined by single hyphens',
      )
      .optional()
      .describe("made from the tools' names where it is left out"),
    url: orUnknown(webUrlSchema).describe('where the full comparison can be read'),
    publishedAt: orUnknown(instantSchema).describe(
      'ISO 8601 with a zone; the first import where it is left out',
    ),
    tools: z.tuple([sideSchema, sideSchema]),
  })
  .refine(({ tools: [one, other] }) => toolKey(one.name) !== toolKey(other.name), {
    path: ['tools'],
    error: 'must be two different tools',
  })
  .transform((value) => ({ ...value, slug: value.slug ?? comparisonSlug(value.tools) }));
export type Comparison = z.infer<typeof comparisonSchema>;

/** Bounds on the number of votes if it is not exact: "1.2k votes", "over 100". */
export interface VoteBounds {
  min: number;
  max: number;
}

/** A comparison from a source, with bounds on each tool's inexact votes. */
export type ComparisonCopy = Comparison & { unclearVotes?: readonly (VoteBounds | null)[] };

/** Two names are the same tool if they differ only in case and white space. */
export function toolKey(name: string): string {
  return oneLine(name).normalize('NFKC').toLowerCase();
}
