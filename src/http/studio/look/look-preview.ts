import { previewDigest } from '../../../../emails/_components/previews/preview-digest.ts';
import { sampleRecipient } from '../../../issue-actions/sample-recipient.ts';
import { fillTemplate } from '../../../issues/mail-template.ts';
import { logoRoute } from '../../../look/logo.ts';
import type { Look } from '../../../look/look.ts';
import { issueFrame, renderIssue } from '../../../render/render-issue.ts';
import { renderTransactionalEmail } from '../../../render/render-transactional-email.ts';
import { issueMail } from '../../../transport/mime.ts';
import { brandStyle } from '../../pages/look.ts';
import { homePage } from '../../pages/sign-up/home-page.ts';
import { STYLE_SHEET } from '../../pages/style-sheet.ts';
import { inScheme } from '../frame/in-scheme.ts';
import { FRAMED_EMAIL_HEADERS } from '../frame/studio-headers.ts';
import type { StudioDeps } from '../studio-deps.ts';

/** What can be shown in a look, and what it is called. */
export const PREVIEW_VIEWS = {
  issue: 'Issue',
  confirmation: 'Email that asks to confirm',
  'sign-up': 'Sign-up page',
} as const;
export type LookPreviewView = keyof typeof PREVIEW_VIEWS;

interface PreviewedLook {
  look: Look;
  /** Bytes of a logo that is not saved yet. */
  png: Uint8Array | null;
  slot: string;
  scheme: string | undefined;
}

/** A page or an email in a look that need not be saved, and the headers for the frame around it. */
export async function previewLook(
  view: LookPreviewView,
  { look, png, slot, scheme }: PreviewedLook,
  deps: StudioDeps,
): Promise<{ page: string; headers: Record<string, string> }> {
  const show = {
    issue: () => issueIn(look, slot, deps),
    confirmation: () => confirmationIn(look, deps),
    'sign-up': () => signUpPageIn(look, deps),
  }[view];
  return {
    page: inScheme(withLogo(await show(), { look, png: png ?? (await savedLogo(look, deps)) }), scheme),
    headers: {
      ...FRAMED_EMAIL_HEADERS,
      'Content-Security-Policy':
        "sandbox allow-same-origin; default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
      'Content-Type': 'text/html; charset=utf-8',
    },
  };
}

/** The slot's draft; an invented issue while there is none, as a frozen one keeps its look. */
async function issueIn(look: Look, slot: string, deps: StudioDeps): Promise<string> {
  const { templates, clock, signer, config, issueStore } = deps;
  if ((await issueStore.readFrozenIssue(slot)) === null) {
    const { previewIssue } = await templates.load();
    const lookStore = { readLook: () => Promise.resolve({ look, revision: 0 }) };
    const { copy } = await previewIssue({ slot, now: clock.now() }, { ...deps, lookStore });
    if (copy !== null) return issueMail(copy, sampleRecipient({ issue: copy, signer })).html;
  }
  const { html } = await renderIssue(previewDigest, issueFrame(config.newsletter, look));
  return fillTemplate(html, { unsubscribe: 'x', preferences: 'x' });
}

async function confirmationIn(look: Look, { config: { newsletter }, signer }: StudioDeps): Promise<string> {
  const content = { kind: 'confirm', subscriberId: 0, token: 'x' } as const;
  return (await renderTransactionalEmail(content, { newsletter, look, signer })).html;
}

/** With its styles in it, so that its scheme can be chosen. */
async function signUpPageIn(look: Look, { site }: StudioDeps): Promise<string> {
  const parts = { stamp: null, isScripted: false };
  const page = { parts, newest: null, signUpChecks: { has: () => false } };
  const home = String(await homePage({ ...site, look: () => look }, page));
  const styles = `<style>${STYLE_SHEET}${brandStyle(look.accent)}</style></head>`;
  return home.replace(/<link rel="stylesheet"[^>]*>/g, '').replace('</head>', () => styles);
}

async function savedLogo({ logo }: Look, { lookStore }: StudioDeps): Promise<Uint8Array | null> {
  return logo === null ? null : lookStore.readLogo(logo.hash);
}

/** Puts the logo in the page, as it may not be saved yet, and `PUBLIC_URL` may not lead here. */
function withLogo(page: string, { look, png }: { look: Look; png: Uint8Array | null }): string {
  if (look.logo === null || png === null) return page;
  const data = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  const address = new RegExp(`src="[^"]*${logoRoute(look.logo.hash).replace('.', '\\.')}"`, 'g');
  return page.replace(address, `src="${data}"`);
}
