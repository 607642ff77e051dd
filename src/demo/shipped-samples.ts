import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { parseAddress } from '../shared/address.ts';
import { sourcePath } from '../shared/project-path.ts';
import type { ShippedSamples } from './sample-store.ts';

export const SAMPLE_COMPARISONS = sourcePath('demo', 'comparisons.json');
export const SAMPLE_SUBSCRIBERS = sourcePath('demo', 'subscribers.csv');

/** How the consent of sample subscribers is recorded. */
export const SAMPLE_SOURCE = 'import:samples';

const comparisonsSchema = z.array(
  z.object({
    slug: z.string(),
    tools: z.array(z.object({ reviews: z.array(z.object({ text: z.string() })) })),
  }),
);

export async function readShippedSamples(): Promise<ShippedSamples> {
  const comparisons = comparisonsSchema.parse(JSON.parse(await readFile(SAMPLE_COMPARISONS, 'utf8')));
  const people: { email: string }[] = parse(await readFile(SAMPLE_SUBSCRIBERS, 'utf8'), { columns: true });
  return {
    comparisons: comparisons.map(({ slug, tools }) => ({
      slug,
      reviewTexts: tools.flatMap(({ reviews }) => reviews.map(({ text }) => text)),
    })),
    emailKeys: people.flatMap(({ email }) => {
      const address = parseAddress(email);
      return address.ok ? [address.emailKey] : [];
    }),
    source: SAMPLE_SOURCE,
  };
}
