import { isLoopbackUrl } from '../issues/newsletter.ts';
import type { Settings } from './settings.ts';
import { passwordWeakness } from './weak-password.ts';

/** What is wrong with settings that are each valid alone, in words. */
export function contradictions(settings: Settings): string[] {
  const wrong: string[] = [];
  if (settings.TRANSPORT === 'resend' && settings.RESEND_API_KEY === undefined)
    wrong.push('RESEND_API_KEY must be set where TRANSPORT is resend');
  if (settings.MIN_ITEMS > settings.MAX_ITEMS) wrong.push('MIN_ITEMS must not be above MAX_ITEMS');
  if (!canBrowsersCompute(settings))
    wrong.push(
      'PUBLIC_URL must be https where SIGN_UP_CHECKS has proof-of-work: browsers compute it on no other page',
    );
  return [...wrong, ...passwordProblems(settings)];
}

/** Browsers offer cryptography only on https pages and on their own machine. */
function canBrowsersCompute({ SIGN_UP_CHECKS: checks, PUBLIC_URL: url }: Settings) {
  return !checks.includes('proof-of-work') || url.startsWith('https:') || isLoopbackUrl(url);
}

function passwordProblems({ STUDIO_PASSWORD: password, NEWSLETTER_NAME: name, PUBLIC_URL: url }: Settings) {
  const weakness = password === undefined ? null : passwordWeakness(password, [name, new URL(url).hostname]);
  return weakness === null
    ? []
    : [
        `STUDIO_PASSWORD ${weakness}: anybody would try it first. Take four words that have nothing in common`,
      ];
}
