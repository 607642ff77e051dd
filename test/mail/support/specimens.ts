import { previewDigest } from '../../../emails/_components/previews/preview-digest.ts';
import EditorNotice from '../../../emails/editor-notice.tsx';
import type { Digest } from '../../../src/digest/digest.ts';
import { NOTICE_EVENTS, type NoticeEvent, type NoticeFacts } from '../../../src/issues/editor-notice.ts';
import { listIdOf } from '../../../src/issues/newsletter.ts';
import { TOKEN_LENGTH } from '../../../src/links/token-text.ts';
import { createTokenSigner } from '../../../src/links/tokens.ts';
import { DEFAULT_LOOK, type Look } from '../../../src/look/look.ts';
import { DEFAULT_SHOWN_LOOK, shownLook } from '../../../src/look/shown-look.ts';
import { renderIssue } from '../../../src/render/render-issue.ts';
import { type ComposeDeps, composeEmail } from '../../../src/transactional/compose-email.ts';
import { composeMime, issueMail } from '../../../src/transport/mime.ts';
import type { Message } from '../../../src/transport/transport.ts';
import { aRecipient } from '../../contracts/transport-contract.ts';
import { TUESDAY } from '../../support/comparisons.ts';
import { aFrozenIssue } from '../../support/issues.ts';
import { lookStoreOf } from '../../support/looks.ts';
import { digests } from '../../support/samples/awkward-digests.ts';
import { aLogo } from '../../support/samples/logos.ts';
import { sponsoredWeeks } from '../../support/samples/sponsored-week.ts';
import { NEWSLETTER } from '../../support/sending/transactional-emails.ts';

/** An email under test, as it is handed over and as it arrives. */
export interface Specimen extends Pick<Message, 'subject' | 'html' | 'text'> {
  message: Buffer;
}

/** Every issue that is tested, by its name. */
export const ISSUES: Readonly<Record<string, Digest>> = {
  ...digests,
  ...sponsoredWeeks,
  'a usual week': previewDigest,
};

const tokens = {
  unsubscribe: 'u'.repeat(TOKEN_LENGTH),
  preferences: 'p'.repeat(TOKEN_LENGTH),
};

/** One subscriber's copy of an issue, as the outbox writes it. */
export async function issueSpecimen(digest: Digest, ownLook = DEFAULT_SHOWN_LOOK): Promise<Specimen> {
  const { name, postalAddress, publicUrl, from, replyTo } = NEWSLETTER;
  const frame = { sender: { name, postalAddress }, publicUrl, hasReplyTo: replyTo !== null };
  const { html, text } = await renderIssue(digest, { ...frame, ownLook });
  const { slot, subject, preheader } = digest;
  const listId = listIdOf(NEWSLETTER);
  const issue = aFrozenIssue({ slot, subject, preheader, html, text, from, replyTo, listId, publicUrl });
  return specimen(issueMail(issue, aRecipient(1, { name: 'Ada Lovelace', tokens })));
}

const COMPOSE_DEPS: ComposeDeps = {
  newsletter: NEWSLETTER,
  lookStore: lookStoreOf(),
  signer: createTokenSigner(['s'.repeat(32)]),
  notices: { editor: { name: null, email: 'editor@verdicts.test' }, zone: 'Europe/Berlin' },
};

/** The confirmation email, or the data email. */
export async function emailSpecimen(kind: 'confirm' | 'data'): Promise<Specimen> {
  const token = 't'.repeat(TOKEN_LENGTH);
  const lease = { attempts: 1, firstAttemptAt: TUESDAY, leaseExpiresAt: TUESDAY, request: null };
  const email = {
    id: 1,
    number: 1,
    kind,
    subscriberId: 1,
    email: 'ada@verdicts.test',
    token,
    createdAt: TUESDAY,
    ...lease,
  };
  return specimen((await composeEmail(email, COMPOSE_DEPS)).message);
}

/** A notice to the editor with every optional part. */
export async function noticeSpecimen(event: NoticeEvent): Promise<Specimen> {
  const { facts } = EditorNotice.PreviewProps;
  const hasBegun = event === 'paused' || event === 'sent';
  const known: NoticeFacts = {
    ...facts,
    ...(event === 'skipped' ? { subject: null, items: [] } : {}),
    reason: REASONS[event],
    audience: event === 'draft' ? null : { ...facts.audience, isForecast: !hasBegun },
    deliveries: hasBegun ? DELIVERIES[event] : null,
  };
  const lease = { attempts: 1, firstAttemptAt: TUESDAY, leaseExpiresAt: TUESDAY, request: null };
  const kind = 'notice' as const;
  const notice = { id: 1, number: 1, kind, event, facts: known, createdAt: TUESDAY, ...lease };
  return specimen((await composeEmail(notice, COMPOSE_DEPS)).message);
}

const REASONS: Readonly<Record<NoticeEvent, string | null>> = {
  draft: null,
  skipped: '0 of at least 1 comparisons by Tue 17 Nov, 09:00 UTC; not in this issue: 2 on hold.',
  held: 'It was not approved by its time (REVIEW=required).',
  failed: 'The postal address is still the example.\nThe public URL is still the example.',
  paused:
    'The provider refuses the key (validation_error: API key is invalid). Set a right one in RESEND_API_KEY.',
  sent: null,
  recovered: 'Resend did not answer from Tue 17 Nov, 09:02 UTC, until Tue 17 Nov, 09:41 UTC.',
};

const DELIVERIES = {
  paused: { pending: 3_000, submitted: 1_690, rejected: 0, uncertain: 100, excluded: 0 },
  sent: { pending: 0, submitted: 4_786, rejected: 1, uncertain: 0, excluded: 3 },
};

export async function specimen(mail: Message): Promise<Specimen> {
  const { subject, html, text } = mail;
  return { subject, html, text, message: await composeMime(mail, 'windows') };
}

/** A look with everything in it. */
const BRAND: Look = {
  ...DEFAULT_LOOK,
  logo: aLogo().logo,
  siteUrl: 'https://site.test/',
  privacyUrl: 'https://site.test/privacy',
  socialLinks: [{ label: 'Mastodon', url: 'https://social.test/@us' }],
  footerText: 'Made by two people.\nEvery Tuesday.',
};

/** All issues, in looks of several colours too, transactional emails and notices. */
export async function allSpecimens(): Promise<[name: string, Specimen][]> {
  const issues = Object.entries(ISSUES).map(
    async ([name, digest]): Promise<[string, Specimen]> => [
      `an issue of ${name}`,
      await issueSpecimen(digest),
    ],
  );
  const notices = NOTICE_EVENTS.map(
    async (event): Promise<[string, Specimen]> => [`a notice: ${event}`, await noticeSpecimen(event)],
  );
  const brands = ['#ffff00', '#000000', '#ff00ff'].map(
    async (accent): Promise<[string, Specimen]> => [
      `an issue with a logo and ${accent}`,
      await issueSpecimen(previewDigest, shownLook({ ...BRAND, accent }, NEWSLETTER.publicUrl)),
    ],
  );
  return Promise.all([
    ...issues,
    ...brands,
    ...notices,
    emailSpecimen('confirm').then((email): [string, Specimen] => ['a confirmation', email]),
    emailSpecimen('data').then((email): [string, Specimen] => ['a link to own data', email]),
  ]);
}
