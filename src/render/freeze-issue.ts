import { randomUUID } from 'node:crypto';
import { leagueToolOf } from '../../emails/_components/digest/wording.ts';
import { answerOf } from '../digest/answers/answer.ts';
import type { IssueImageContent } from '../images/issue/issue-image-content.ts';
import type { FrozenIssue } from '../issues/frozen-issue.ts';
import type { IssueStatus } from '../issues/issue-status-rules.ts';
import { listIdOf, type Newsletter } from '../issues/newsletter.ts';
import { htmlTooLargeMessage } from '../issues/problems/issue-problems.ts';
import { MAX_HTML_BYTES } from '../issues/problems/max-html-size.ts';
import { accentColours } from '../look/accent.ts';
import { AppError } from '../shared/errors.ts';
import { contentFingerprint } from './content-fingerprint.ts';
import { type Draft, type DraftDeps, type DraftRequest, draftIssue } from './draft-issue.ts';
import { issueImageContent } from './issue-image-content.ts';

/** Retries while the draft changes during freezing. */
const MAX_ATTEMPTS = 5;

/**
 * `too-few`: fewer items than an issue needs. `not-a-draft`: already frozen or ended. `other-content`: not
 * `ifContent`.
 */
export type FreezeResult =
  | { kind: 'frozen' | 'too-few'; draft: Draft }
  | { kind: 'not-a-draft' | 'other-content' };

/** What an issue can do without: the picture for links to it, and its web view, in place of which its email is shown. */
export type FreezePart = 'picture' | 'web-view';

type ArticleContent = Pick<NonNullable<Draft['content']>, 'digest' | 'comparisons'>;

export interface FreezeDeps extends DraftDeps {
  /** Without it, issues are frozen without a picture. */
  drawIssueImage?: ((content: IssueImageContent) => Promise<Uint8Array | null>) | undefined;
  /** The issue for the web, as HTML; by default as the program composes it. */
  composeArticle?: ((content: ArticleContent) => Promise<string>) | undefined;
  /** Told why an issue is frozen without one of its parts. */
  onPartFailed?: ((part: FreezePart, error: unknown) => void) | undefined;
}

interface FreezeRequest extends DraftRequest {
  /** The status that the issue must still have; by default, any that may be approved. */
  from?: IssueStatus;
  /** The fingerprint of the only content to freeze. */
  ifContent?: string;
}

/**
 * Composes a slot's issue and fixes its items and bytes: what is previewed from then on is what is sent.
 *
 * @throws AppError `refused` if the draft keeps changing, or its HTML is larger than email clients show.
 */
export async function freezeIssue(
  { from, ifContent, ...request }: FreezeRequest,
  deps: FreezeDeps,
): Promise<FreezeResult> {
  const { slot, now } = request;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const draft = await draftIssue(request, deps);
    if (draft.content === null || !draft.selection.enough) return { kind: 'too-few', draft };
    const copy = frozenCopy(draft.content, { date: now, newsletter: deps.config.newsletter });
    if (contentFingerprint(copy) !== (ifContent ?? contentFingerprint(copy)))
      return { kind: 'other-content' };
    const frozen = { ...copy, article: await articleOf(draft.content, deps) };
    const { html } = draft.content.rendered.bytes;
    if (html > MAX_HTML_BYTES)
      throw new AppError('refused', `${slot} cannot go out. ${htmlTooLargeMessage(html, draft.edited)}`);
    const { scheduledAt, cutOff, revision } = draft;
    const image = await drawImage(draft.content, deps);
    const outcome = await deps.issueStore.freezeIssue({
      slot,
      scheduledAt,
      cutOff,
      revision,
      ...(from === undefined ? {} : { from }),
      at: now,
      items: draftItems(draft),
      frozen: { ...frozen, hasImage: image !== null },
      image,
    });
    if (outcome === 'frozen') return { kind: 'frozen', draft };
    if (outcome === 'not-a-draft') return { kind: 'not-a-draft' };
  }
  throw new AppError('refused', `The draft of ${slot} keeps changing. Wait a moment and try again.`);
}

/** Null if it cannot be drawn: nobody's issue waits for a picture. */
async function drawImage(
  { digest, look }: NonNullable<Draft['content']>,
  { config, drawIssueImage, onPartFailed }: FreezeDeps,
): Promise<Uint8Array | null> {
  if (drawIssueImage === undefined) return null;
  const { name } = config.newsletter;
  try {
    return await drawIssueImage(
      issueImageContent(digest, { name, accent: accentColours(look.accent).brand.light }),
    );
  } catch (error) {
    onPartFailed?.('picture', error);
    return null;
  }
}

export function draftItems({ content }: Draft): { slug: string; position: number; featured: boolean }[] {
  const comparisons = content?.digest.sections.flatMap((section) => section.comparisons) ?? [];
  return comparisons.map(({ slug, position, featured }) => ({ slug, position, featured }));
}

/** Null if it cannot be composed: its page then shows the email, and nobody's issue waits for it. */
async function articleOf(
  { digest, comparisons }: ArticleContent,
  { composeArticle = ourArticle, onPartFailed }: FreezeDeps,
): Promise<string | null> {
  try {
    return await composeArticle({ digest, comparisons });
  } catch (error) {
    onPartFailed?.('web-view', error);
    return null;
  }
}

async function ourArticle(content: ArticleContent): Promise<string> {
  const { renderArticle } = await import('./article/render-article.tsx');
  return renderArticle(content);
}

/** A draft's content as sent, dated at the freeze; without the web's article, which only a freeze renders. */
export function frozenCopy(
  { digest, comparisons, look, rendered }: NonNullable<Draft['content']>,
  { date, newsletter }: { date: number; newsletter: Newsletter },
): FrozenIssue {
  const { from, replyTo, postalAddress, publicUrl } = newsletter;
  return {
    id: randomUUID().replaceAll('-', ''),
    slot: digest.slot,
    from,
    replyTo,
    listId: listIdOf(newsletter),
    date,
    publicUrl,
    postalAddress,
    subject: digest.subject,
    preheader: digest.preheader,
    tokenForm: rendered.tokenForm,
    look: { logo: look.logo, accent: look.accent },
    html: rendered.html,
    text: rendered.text,
    article: null,
    answers: {
      kinds: comparisons.map(({ tools }) => answerOf(tools).kind),
      isOneTool: leagueToolOf(digest) !== null,
    },
    hasImage: false,
  };
}
