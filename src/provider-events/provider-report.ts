import type { ProviderReport } from './provider-event-store.ts';
import { type Details, knownTypeOf, type ResendEvent } from './resend-event.ts';

/**
 * What an event says of its delivery; null where that is nothing.
 *
 * A message that `failed` never left the provider. It bounced in that its reader never gets it, but it says nothing of
 * the address, so its bounce is of no kind and counts neither for nor against the address.
 */
export function reportOf(event: ResendEvent): ProviderReport | null {
  const { bounce, failed, suppressed } = event.data;
  switch (knownTypeOf(event)) {
    case 'email.sent':
    case 'email.scheduled':
      return { state: 'submitted' };
    case 'email.delivered':
      return { state: 'delivered' };
    case 'email.delivery_delayed':
      return { state: 'delayed' };
    case 'email.complained':
      return { state: 'complained' };
    case 'email.bounced':
      return bounceReport(bounce);
    case 'email.failed':
      return { state: 'bounced', bounce: null, code: codeOf('failed', failed.reason) };
    case 'email.suppressed':
      return suppressedReport(suppressed);
    case null:
      return null;
  }
}

/**
 * `Suppressed` is how an address on the provider's own list was told before `email.suppressed` came. Of what cannot be
 * read nobody knows that it is for good.
 */
function bounceReport({ type, subType }: Details): ProviderReport {
  const isHard = isWord(type, 'Permanent') || isWord(subType, 'Suppressed');
  return { state: 'bounced', bounce: isHard ? 'hard' : 'soft', code: codeOf(type ?? 'unknown', subType) };
}

/** The provider did not even try: the address bounced or complained before, perhaps in another of the account's mails. */
function suppressedReport({ type, reason }: Details): ProviderReport {
  if (isWord(reason, 'previous_complaint')) return { state: 'complained' };
  return { state: 'bounced', bounce: 'hard', code: codeOf('suppressed', reason ?? type) };
}

/** Whether the provider says this, in whatever letters. */
function isWord(said: string | null, word: string): boolean {
  return said?.toLowerCase() === word.toLowerCase();
}

const MAX_WORD_LENGTH = 60;

/** Two words of the provider's, such as `Transient/MailboxFull`. They are words and no sentences, so no address gets in. */
function codeOf(kind: string, detail: string | null): string {
  return [kind, detail ?? '']
    .map((word) => word.replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, MAX_WORD_LENGTH))
    .filter((word) => word !== '')
    .join('/');
}
