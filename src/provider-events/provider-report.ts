import type { ProviderReport } from '../store/delivery-store.ts';
import type { KnownEvent } from './resend-event.ts';

/**
 * What an event says of its delivery.
 *
 * A message that `failed` never left the provider. It bounced in that its reader never gets it, but it says nothing of
 * the address, so its bounce is of no kind and counts neither for nor against the address.
 */
export function reportOf(event: KnownEvent): ProviderReport {
  switch (event.type) {
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
      return bounceReport(event.data.bounce);
    case 'email.failed':
      return { state: 'bounced', bounce: null, code: codeOf('failed', event.data.failed.reason) };
    case 'email.suppressed':
      return suppressedReport(event.data.suppressed);
  }
}

/** `Suppressed` is how an address on the provider's own list was told before `email.suppressed` came. */
function bounceReport({ type, subType }: { type: string; subType?: string | undefined }): ProviderReport {
  const bounce = type === 'Permanent' || subType === 'Suppressed' ? 'hard' : 'soft';
  return { state: 'bounced', bounce, code: codeOf(type, subType) };
}

/** The provider did not even try: the address bounced or complained before, perhaps in another of the account's mails. */
function suppressedReport({
  type,
  reason,
}: {
  type?: string | undefined;
  reason?: string | undefined;
}): ProviderReport {
  if (reason === 'previous_complaint') return { state: 'complained' };
  return { state: 'bounced', bounce: 'hard', code: codeOf('suppressed', reason ?? type) };
}

const LONGEST_WORD = 60;

/** Two words of the provider's, such as `Transient/MailboxFull`. They are words and no sentences, so no address gets in. */
function codeOf(kind: string, detail: string | undefined): string {
  return [kind, detail ?? '']
    .map((word) => word.replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, LONGEST_WORD))
    .filter((word) => word !== '')
    .join('/');
}
