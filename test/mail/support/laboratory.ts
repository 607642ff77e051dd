import { previewDigest } from '../../../emails/_components/preview-digest.ts';
import { composeLetter } from '../../../src/delivery/compose-letter.ts';
import type { Digest } from '../../../src/issues/digest.ts';
import { listIdOf } from '../../../src/newsletter.ts';
import { renderIssue } from '../../../src/render/render-issue.ts';
import { TOKEN_LENGTH } from '../../../src/subscribers/tokens.ts';
import { composeMime, issueMail } from '../../../src/transport/mime.ts';
import type { Mail } from '../../../src/transport/transport.ts';
import { aRecipient } from '../../contracts/transport-contract.ts';
import { digests } from '../../support/awkward-digests.ts';
import { TUESDAY } from '../../support/comparisons.ts';
import { aFrozenIssue } from '../../support/issues.ts';
import { NEWSLETTER } from '../../support/letters.ts';

/** A mail under examination, as it is handed over and as it arrives. */
export interface Specimen extends Pick<Mail, 'subject' | 'html' | 'text'> {
  message: Buffer;
}

/** Every issue that the laboratory examines, by its name. */
export const ISSUES: Readonly<Record<string, Digest>> = {
  ...digests,
  'a usual week': previewDigest,
};

const tokens = {
  unsubscribe: 'u'.repeat(TOKEN_LENGTH),
  preferences: 'p'.repeat(TOKEN_LENGTH),
};

/** One subscriber's copy of an issue, as the outbox writes it. */
export async function issueSpecimen(digest: Digest): Promise<Specimen> {
  const { name, postalAddress, publicUrl, from, replyTo } = NEWSLETTER;
  const { html, text } = await renderIssue(digest, { sender: { name, postalAddress }, publicUrl });
  const { slot, subject, preheader } = digest;
  const listId = listIdOf(NEWSLETTER);
  const issue = aFrozenIssue({ slot, subject, preheader, html, text, from, replyTo, listId, publicUrl });
  return specimen(issueMail(issue, aRecipient(1, { name: 'Ada Lovelace', tokens })));
}

/** The mail that asks for a confirmation, or brings the link to one's own data. */
export async function letterSpecimen(kind: 'confirm' | 'data'): Promise<Specimen> {
  const token = 't'.repeat(TOKEN_LENGTH);
  const lease = { attempts: 1, firstAttemptAt: TUESDAY, leaseExpiresAt: TUESDAY };
  const letter = { id: 1, kind, email: 'ada@verdicts.test', token, createdAt: TUESDAY, ...lease };
  return specimen((await composeLetter(letter, NEWSLETTER)).mail);
}

export async function specimen(mail: Mail): Promise<Specimen> {
  const { subject, html, text } = mail;
  return { subject, html, text, message: await composeMime(mail, 'windows') };
}

/** All issues and letters. */
export async function allSpecimens(): Promise<[name: string, Specimen][]> {
  const issues = Object.entries(ISSUES).map(
    async ([name, digest]): Promise<[string, Specimen]> => [
      `an issue of ${name}`,
      await issueSpecimen(digest),
    ],
  );
  return Promise.all([
    ...issues,
    letterSpecimen('confirm').then((letter): [string, Specimen] => ['a confirmation', letter]),
    letterSpecimen('data').then((letter): [string, Specimen] => ['a link to own data', letter]),
  ]);
}
