import { createHash } from 'node:crypto';
import { Parser } from 'htmlparser2';
import { countWords } from '../digest/count-words.ts';
import type { Digest } from '../digest/digest.ts';
import type { FrozenIssue } from '../issues/frozen-issue.ts';
import { type EmailTemplate, fillTemplate, type Place, splitTemplate } from '../issues/mail-template.ts';
import type { Newsletter } from '../issues/newsletter.ts';
import { TOKEN_LENGTHS, type TokenForm } from '../links/tokens.ts';
import type { Look } from '../look/look.ts';
import { type ShownLook, shownLook } from '../look/shown-look.ts';
import { weeklyIssueText } from './plain-text.ts';

/** The form of tokens in issues frozen from now on. */
const TOKEN_FORM: TokenForm = 'base32';

export interface IssueFrame {
  /** As shown below every issue. */
  sender: { name: string; postalAddress: string };
  /** Of the public pages, without a trailing slash. */
  publicUrl: string;
  /** Somebody reads replies. */
  hasReplyTo: boolean;
  ownLook: ShownLook;
}

export function issueFrame(newsletter: Newsletter, look: Look): IssueFrame {
  const { name, postalAddress, publicUrl, replyTo } = newsletter;
  return {
    sender: { name, postalAddress },
    publicUrl,
    hasReplyTo: replyTo !== null,
    ownLook: shownLook(look, publicUrl),
  };
}

/** A digest as sent, with places for each recipient's tokens. */
export interface RenderedIssue {
  tokenForm: TokenForm;
  html: EmailTemplate;
  text: EmailTemplate;
  /** Of one recipient's copy, in UTF-8. */
  bytes: { html: number; text: number };
  /** What a reader sees, without the preheader. */
  words: number;
}

/**
 * The same digest and frame always give the same bytes. The markers for a recipient's tokens contain a hash of all
 * the content, so the content cannot contain them.
 *
 * @throws AppError `rendering` if a template lacks a link that every issue needs.
 */
export async function renderIssue(digest: Digest, frame: IssueFrame): Promise<RenderedIssue> {
  const { sender, publicUrl, hasReplyTo, ownLook } = frame;
  const { renderWeeklyIssue } = await import('../../emails/_components/render.tsx');
  const markers = tokenMarkers({ digest, sender, publicUrl, ownLook });
  const links = {
    unsubscribe: recipientUrl('unsubscribe', markers.unsubscribe, publicUrl),
    preferences: recipientUrl('preferences', markers.preferences, publicUrl),
    webView: `${publicUrl}/issues/${digest.slot}`,
    archive: `${publicUrl}/issues`,
    signUp: `${publicUrl}/`,
    takesReplies: hasReplyTo,
  };
  const page = await renderWeeklyIssue({ digest, sender, ownLook, links });
  const html = splitTemplate(page, markers);
  const text = splitTemplate(weeklyIssueText({ digest, sender, ownLook, links }), markers);
  const copy = { tokenForm: TOKEN_FORM, html, text };
  return { ...copy, bytes: bytesOfCopy(copy), words: wordsShown(page) };
}

/** The words of an email, without its hidden preheader. */
function wordsShown(html: string): number {
  let hidden = 0;
  const words: string[] = [];
  const depths: boolean[] = [];
  const parser = new Parser({
    onopentag(name, { style = '' }) {
      const isHidden = name === 'head' || style.includes('display:none');
      depths.push(isHidden);
      if (isHidden) hidden += 1;
    },
    ontext: (text) => {
      if (hidden === 0) words.push(text);
    },
    onclosetag() {
      if (depths.pop() === true) hidden -= 1;
    },
  });
  parser.end(html);
  return countWords(words.join(' '));
}

/** The URL of a recipient's own page. */
export function recipientUrl(place: Place, token: string, publicUrl: string): string {
  return `${publicUrl}/${place}/${token}`;
}

export function bytesOfCopy({
  tokenForm,
  html,
  text,
}: Pick<FrozenIssue, 'tokenForm' | 'html' | 'text'>): RenderedIssue['bytes'] {
  const token = 'x'.repeat(TOKEN_LENGTHS[tokenForm]);
  const sizeOf = (template: EmailTemplate) =>
    Buffer.byteLength(fillTemplate(template, { unsubscribe: token, preferences: token }));
  return { html: sizeOf(html), text: sizeOf(text) };
}

/** As long as a token, so that text wraps alike. */
const MARKER_HASH_LENGTH = TOKEN_LENGTHS[TOKEN_FORM];

function tokenMarkers(content: unknown): Record<Place, string> {
  const hash = createHash('sha256')
    .update(JSON.stringify(content))
    .digest('hex')
    .slice(0, MARKER_HASH_LENGTH);
  return { unsubscribe: `unsubscribe-${hash}`, preferences: `preferences-${hash}` };
}
