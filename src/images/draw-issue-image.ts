import { drawInWorker } from './draw-in-worker.ts';
import type { IssueImageContent } from './issue/issue-image-content.ts';

/**
 * The picture that social networks and chats show beside a link to an issue: a PNG of 1200 × 630 pixels. The same
 * content always gives the same bytes. Characters that the fonts lack (they have Latin, Greek and Cyrillic)
 * are left out if they are mere signs; a name or subject with other letters is left out whole.
 *
 * @returns Null if nothing of it can be drawn.
 * @throws Error if drawing fails, or takes more than 20 seconds.
 */
export async function drawIssueImage(content: IssueImageContent): Promise<Uint8Array | null> {
  const drawn = await drawInWorker({ kind: 'issue', content });
  if (drawn === 'too-long') throw new Error('Drawing the picture of the issue took too long.');
  return drawn?.png ?? null;
}
