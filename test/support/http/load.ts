import { createTokenSigner } from '../../../src/links/tokens.ts';
import { SIGNING_SECRET } from '../database/places.ts';

/** What readers do, all at the same time. */
const KINDS = ['sign-up', 'page', 'unsubscribe', 'page', 'unsubscribe', 'preferences'] as const;

/** Fewer than the program emails in an hour. */
const MAX_SIGN_UPS = 800;

export const CLIENTS = 2 * KINDS.length;

export interface Asked {
  kind: (typeof KINDS)[number];
  /** The email address, the subscriber's number, or the page. */
  about: string;
  /** Zero if there was no answer. */
  status: number;
  tookMs: number;
  body: string;
}

export interface Load {
  asked: readonly Asked[];
  /** What was not done, as far as the client can know. */
  failed(): Asked[];
  end(): Promise<void>;
}

const signer = createTokenSigner([SIGNING_SECRET]);

/** The address of one of a subscriber's pages. */
export const linkTo = (page: 'unsubscribe' | 'preferences', subscriberId: number) =>
  `/${page}/${signer.sign({ purpose: page, subscriberId, slot: null })}`;

/** Asks without a pause until it is ended: each client waits for its answer, and then asks again. */
export function startLoad(url: string, subscribers: number): Load {
  const asked: Asked[] = [];
  let isOn = true;
  let turn = 0;
  const client = async (_: unknown, index: number) => {
    while (isOn) {
      const next = turn++;
      const kind = KINDS[index % KINDS.length] ?? 'page';
      const one = requestOf(next < MAX_SIGN_UPS * KINDS.length ? kind : 'page', { next, subscribers });
      const start = performance.now();
      const answer = await ask(url + one.path, one);
      asked.push({ kind: one.kind, about: one.about, tookMs: performance.now() - start, ...answer });
    }
  };
  const clients = Array.from({ length: CLIENTS }, client);
  return {
    asked,
    failed: () => asked.filter(({ status }) => status !== 200 && status !== 303),
    end: async () => {
      isOn = false;
      await Promise.all(clients);
    },
  };
}

interface Request extends Pick<Asked, 'kind' | 'about'> {
  path: string;
  form?: Record<string, string>;
  from?: string;
}

function requestOf(
  kind: Asked['kind'],
  { next, subscribers }: { next: number; subscribers: number },
): Request {
  const subscriberId = 1 + (next % subscribers);
  const about = String(subscriberId);
  if (kind === 'sign-up') {
    const email = `new${next}@verdicts.test`;
    // Each from a network of its own.
    const from = `2.${next >> 8}.${next & 255}.1`;
    return { kind, about: email, path: '/subscribe', form: { email }, from };
  }
  if (kind === 'unsubscribe')
    return {
      ...{ kind, about, path: linkTo('unsubscribe', subscriberId) },
      form: { 'List-Unsubscribe': 'One-Click' },
    };
  if (kind === 'preferences') return { kind, about, path: linkTo('preferences', subscriberId) };
  return { kind, about: '/', path: '/' };
}

async function ask(url: string, { form, from }: Request): Promise<Pick<Asked, 'status' | 'body'>> {
  const headers = { accept: 'text/html', ...(from !== undefined && { 'x-forwarded-for': from }) };
  const body = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) };
  try {
    const response = await fetch(url, { headers, redirect: 'manual', ...body });
    return { status: response.status, body: await response.text() };
  } catch {
    return { status: 0, body: '' };
  }
}
