import type { DrawnPicture } from '../drawn-picture.ts';
import { openSvg } from '../resvg.ts';
import type { IssueImageContent } from './issue-image-content.ts';
import { IMAGE_SIZE, issueSvg } from './issue-svg.ts';
import { readTypeface } from './typeface.ts';

/** See {@link drawIssueImage}, which calls it in a thread of its own. */
export async function drawIssue(content: IssueImageContent): Promise<DrawnPicture | null> {
  const typeface = await readTypeface();
  const svg = issueSvg(content, typeface);
  if (svg === null) return null;
  const font = { fontBuffers: typeface.files, defaultFontFamily: 'Noto Sans' };
  const drawn = (await openSvg(svg, { font })).render();
  return { png: drawn.asPng(), ...IMAGE_SIZE };
}
