import { previewDigest } from '../../../../emails/_components/previews/preview-digest.ts';
import { sampleRecipient } from '../../../issue-actions/sample-recipient.ts';
import { fillTemplate } from '../../../issues/mail-template.ts';
import { logoRoute } from '../../../look/logo.ts';
import type { Look } from '../../../look/look.ts';
import { issueFrame, renderIssue } from '../../../render/render-issue.ts';
import { issueMail } from '../../../transport/mime.ts';
import { homePage } from '../../pages/sign-up/home-page.ts';
import { FRAMED_EMAIL_HEADERS } from '../frame/studio-headers.ts';
import type { StudioDeps } from '../studio-deps.ts';

export type LookPreviewView = 'issue' | 'sign-up';

const IMAGES = "img-src 'self' data:";

/** A page or an email in a look that need not be saved, and the headers for the frame around it. */
export async function previewLook(
  view: LookPreviewView,
  { look, png, slot }: { look: Look; png: Uint8Array | null; slot: string },
  deps: StudioDeps,
): Promise<{ page: string; headers: Record<string, string> }> {
  const page = view === 'issue' ? await issueIn(look, slot, deps) : await signUpPageIn(look, deps);
  return {
    page: withLogo(page, { look, png: png ?? (await savedLogo(look, deps)) }),
    headers: {
      ...FRAMED_EMAIL_HEADERS,
      'Content-Security-Policy': `sandbox allow-same-origin; default-src 'none'; style-src 'self' 'unsafe-inline'; ${IMAGES}; form-action 'none'; base-uri 'none'; frame-ancestors 'self'`,
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

async function signUpPageIn(look: Look, { site }: StudioDeps): Promise<string> {
  const parts = { stamp: null, isScripted: false };
  const page = { parts, newest: null, signUpChecks: { has: () => false } };
  return String(await homePage({ ...site, look: () => look }, page));
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
