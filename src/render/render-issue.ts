import { createHash } from 'node:crypto';
import type { Digest } from '../issues/digest.ts';
import { TOKEN_LENGTH } from '../subscribers/tokens.ts';
import type { FrozenIssue } from './frozen-issue.ts';
import { fillTemplate, type MailTemplate, type Place, splitTemplate } from './mail-template.ts';
import { weeklyIssueText } from './plain-text.ts';

/** What surrounds a digest in every mail. */
export interface IssueFrame {
  /** The sender's name and postal address, as they stand below every issue. */
  sender: { name: string; postalAddress: string };
  /** The origin of the public pages, without a slash at its end. */
  publicUrl: string;
}

/** A digest as it goes out, with places for each recipient's own tokens. */
export interface RenderedIssue {
  html: MailTemplate;
  text: MailTemplate;
  /** UTF-8 bytes of one recipient's copy. */
  bytes: { html: number; text: number };
}

/**
 * Renders a digest. The same digest and frame always give the same bytes.
 *
 * The markers that stand for a recipient's tokens carry a hash of all the content, which therefore cannot hold them.
 *
 * @throws AppError `rendering` where a template lacks a link that every mail must have.
 */
export async function renderIssue(digest: Digest, { sender, publicUrl }: IssueFrame): Promise<RenderedIssue> {
  const { renderWeeklyIssue } = await import('../../emails/_components/render.tsx');
  const markers = unforgeableMarkers({ digest, sender, publicUrl });
  const links = {
    unsubscribe: linkTo('unsubscribe', markers.unsubscribe, publicUrl),
    preferences: linkTo('preferences', markers.preferences, publicUrl),
    webView: `${publicUrl}/issues/${digest.slot}`,
  };
  const html = splitTemplate(await renderWeeklyIssue({ digest, sender, links }), markers);
  const text = splitTemplate(weeklyIssueText({ digest, sender, links }), markers);
  return { html, text, bytes: bytesOfCopy({ html, text }) };
}

/** The address of a recipient's own page. */
export function linkTo(place: Place, token: string, publicUrl: string): string {
  return `${publicUrl}/${place}/${token}`;
}

/** The UTF-8 bytes of one recipient's copy. */
export function bytesOfCopy({ html, text }: Pick<FrozenIssue, 'html' | 'text'>): RenderedIssue['bytes'] {
  return { html: sizeOf(html), text: sizeOf(text) };
}

function sizeOf(template: MailTemplate): number {
  const token = 'x'.repeat(TOKEN_LENGTH);
  return Buffer.byteLength(fillTemplate(template, { unsubscribe: token, preferences: token }));
}

function unforgeableMarkers(content: unknown): Record<Place, string> {
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, TOKEN_LENGTH);
  return { unsubscribe: `unsubscribe-${hash}`, preferences: `preferences-${hash}` };
}
