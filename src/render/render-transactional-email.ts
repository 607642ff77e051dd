import { confirmWords } from '../../emails/_components/transactional/confirm-wording.ts';
import { ownDataWords } from '../../emails/_components/transactional/own-data-wording.ts';
import type { Newsletter } from '../issues/newsletter.ts';
import { LINK_LIFETIME_MS } from '../links/link-lifetime.ts';
import type { TokenSigner } from '../links/tokens.ts';
import type { Look } from '../look/look.ts';
import { shownLook } from '../look/shown-look.ts';
import { HOUR_MS } from '../shared/durations.ts';
import type { EmailKind } from '../subscribers/transactional-email.ts';
import { confirmSubscriptionText, ownDataText } from './plain-text.ts';
import { recipientUrl } from './render-issue.ts';

export interface RenderedEmail {
  subject: string;
  html: string;
  text: string;
}

export interface TransactionalContent {
  kind: EmailKind;
  subscriberId: number;
  /** Of the link that it brings. */
  token: string;
}

/** The same content, newsletter and look always give the same bytes. */
export async function renderTransactionalEmail(
  { kind, subscriberId, token }: TransactionalContent,
  { newsletter, look, signer }: { newsletter: Newsletter; look: Look; signer: TokenSigner },
): Promise<RenderedEmail> {
  const { renderConfirmSubscription, renderOwnData } = await import('../../emails/_components/render.tsx');
  const { name, postalAddress, publicUrl } = newsletter;
  const common = {
    newsletterName: name,
    sender: { name, postalAddress },
    ownLook: shownLook(look, publicUrl),
    hoursValid: LINK_LIFETIME_MS[kind] / HOUR_MS,
  };
  if (kind === 'confirm') {
    const props = { ...common, confirmUrl: `${publicUrl}/confirm/${token}` };
    const { subject } = confirmWords(props);
    return { subject, html: await renderConfirmSubscription(props), text: confirmSubscriptionText(props) };
  }
  const own = (purpose: 'preferences' | 'unsubscribe') =>
    recipientUrl(purpose, signer.sign({ purpose, subscriberId, slot: null }), publicUrl);
  const props = {
    ...common,
    dataUrl: `${publicUrl}/data/${token}`,
    preferencesUrl: own('preferences'),
    unsubscribeUrl: own('unsubscribe'),
  };
  const { subject } = ownDataWords(props);
  return { subject, html: await renderOwnData(props), text: ownDataText(props) };
}
