import { confirmWords } from '../../emails/_components/confirm-wording.ts';
import { ownDataWords } from '../../emails/_components/own-data-wording.ts';
import type { Newsletter } from '../newsletter.ts';
import { type LetterKind, LINK_HOLDS_FOR } from '../subscribers/letter.ts';
import { confirmSubscriptionText, ownDataText } from './plain-text.ts';

/** A letter's content as it goes out. */
export interface RenderedLetter {
  subject: string;
  html: string;
  text: string;
}

const HOUR = 60 * 60 * 1000;

/** Where the link of a letter leads: the folder of its page. */
const PAGE: Readonly<Record<LetterKind, string>> = { confirm: 'confirm', data: 'data' };

/** Renders a letter. The same letter of the same newsletter always gives the same bytes. */
export async function renderLetter(
  { kind, token }: { kind: LetterKind; token: string },
  { name, postalAddress, publicUrl }: Newsletter,
): Promise<RenderedLetter> {
  const { renderConfirmSubscription, renderOwnData } = await import('../../emails/_components/render.tsx');
  const url = `${publicUrl}/${PAGE[kind]}/${token}`;
  const common = {
    newsletterName: name,
    sender: { name, postalAddress },
    hoursValid: LINK_HOLDS_FOR[kind] / HOUR,
  };
  if (kind === 'confirm') {
    const props = { ...common, confirmUrl: url };
    const { subject } = confirmWords(props);
    return { subject, html: await renderConfirmSubscription(props), text: confirmSubscriptionText(props) };
  }
  const props = { ...common, dataUrl: url };
  const { subject } = ownDataWords(props);
  return { subject, html: await renderOwnData(props), text: ownDataText(props) };
}
