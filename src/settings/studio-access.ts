import { isThisMachine } from '../issues/newsletter.ts';
import type { Config } from './config.ts';

/**
 * How people get into the studio: with `STUDIO_PASSWORD`; with the one-time key that `serve` prints, on this machine; or
 * not at all. Nothing in a request tells a proxy that adds no headers from a person at this machine, so what the owner says
 * of the place decides: where others reach the program, only a password opens the studio.
 */
export type StudioAccess = 'password' | 'key' | 'closed';

/** What decides it. */
export type StudioAccessSettings = Pick<Config, 'studioPassword' | 'trustedProxies'> & {
  newsletter: Pick<Config['newsletter'], 'publicUrl'>;
};

export function studioAccess(settings: StudioAccessSettings): StudioAccess {
  if (settings.studioPassword !== null) return 'password';
  return reasonForClosing(settings) === null ? 'key' : 'closed';
}

/** Why the studio would be closed without a password; null where this machine alone reaches the program. */
export function reasonForClosing({ trustedProxies, newsletter }: StudioAccessSettings): string | null {
  if (!isThisMachine(newsletter.publicUrl)) return 'PUBLIC_URL is not this machine';
  return trustedProxies.length > 0 ? 'TRUSTED_PROXIES is set' : null;
}
