import { isLoopbackUrl } from '../issues/newsletter.ts';
import type { Config } from './config.ts';

/**
 * How people get into the studio: with `STUDIO_PASSWORD`; with the one-time key that `serve` prints, on this machine;
 * or not at all. No request can show whether it comes from a person at this machine or through a proxy that adds no
 * headers, so the settings decide: if others can reach the program, only a password opens the studio.
 */
export type StudioAccess = 'password' | 'key' | 'closed';

export type StudioAccessSettings = Pick<Config, 'studioPassword' | 'trustedProxies'> & {
  newsletter: Pick<Config['newsletter'], 'publicUrl'>;
};

export function studioAccess(settings: StudioAccessSettings): StudioAccess {
  if (settings.studioPassword !== null) return 'password';
  return studioClosedReason(settings) === null ? 'key' : 'closed';
}

/** Why the studio is closed without a password; null if only this machine can reach the program. */
export function studioClosedReason({ trustedProxies, newsletter }: StudioAccessSettings): string | null {
  if (!isLoopbackUrl(newsletter.publicUrl)) return 'PUBLIC_URL is not this machine';
  return trustedProxies.length > 0 ? 'TRUSTED_PROXIES is set' : null;
}
