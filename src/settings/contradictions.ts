import { isLoopbackUrl } from '../issues/newsletter.ts';
import type { SettingProblem } from './setting-problem.ts';
import type { Settings } from './settings.ts';
import { passwordWeakness } from './weak-password.ts';

/** What is wrong with settings that are each valid alone. */
export function contradictions(settings: Settings): SettingProblem[] {
  const wrong: SettingProblem[] = [];
  if (settings.TRANSPORT === 'resend' && settings.RESEND_API_KEY === undefined)
    wrong.push({
      names: ['RESEND_API_KEY', 'TRANSPORT'],
      sentence: (nameOf) => `${nameOf('RESEND_API_KEY')} must be set if ${nameOf('TRANSPORT')} is resend`,
    });
  if (settings.MIN_ITEMS > settings.MAX_ITEMS)
    wrong.push({
      names: ['MIN_ITEMS', 'MAX_ITEMS'],
      sentence: (nameOf) => `${nameOf('MIN_ITEMS')} must not be above ${nameOf('MAX_ITEMS')}`,
    });
  if (!canBrowsersCompute(settings))
    wrong.push({
      names: ['SIGN_UP_CHECKS', 'PUBLIC_URL'],
      sentence: (nameOf) =>
        `${nameOf('PUBLIC_URL')} must be https if ${nameOf('SIGN_UP_CHECKS')} has proof-of-work: browsers compute it only on https pages`,
    });
  return [...wrong, ...passwordProblems(settings)];
}

/** Browsers offer cryptography only on https pages and on their own machine. */
function canBrowsersCompute({ SIGN_UP_CHECKS: checks, PUBLIC_URL: url }: Settings) {
  return !checks.includes('proof-of-work') || url.startsWith('https:') || isLoopbackUrl(url);
}

function passwordProblems({
  STUDIO_PASSWORD: password,
  NEWSLETTER_NAME: name,
  PUBLIC_URL: url,
}: Settings): SettingProblem[] {
  const { hostname } = new URL(url);
  const weakness = password === undefined ? null : passwordWeakness(password, [name, hostname]);
  if (password === undefined || weakness === null) return [];
  const isByName = passwordWeakness(password, [hostname]) === null;
  return [
    {
      names: isByName ? ['STUDIO_PASSWORD', 'NEWSLETTER_NAME'] : ['STUDIO_PASSWORD'],
      sentence: (nameOf) =>
        `${nameOf('STUDIO_PASSWORD')} ${weakness}, so it is easy to guess. Use four unrelated words`,
    },
  ];
}
