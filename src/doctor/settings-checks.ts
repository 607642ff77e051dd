import { databaseOf } from '../app/configured-database.ts';
import { readRetiredSecret } from '../links/signing-secret.ts';
import type { Config } from '../settings/config.ts';
import type { GivenSettings } from '../settings/given-settings.ts';
import { ignoredWords } from '../settings/merge-stored.ts';
import { type Check, warn } from './check.ts';

export function settingsChecks(config: Config): Check[] {
  const ignored = config.ignored.map((one) => ({ name: 'settings', ...warn(ignoredWords(one)) }));
  return [...doubtfulSettings(config.given), ...ignored, ...retiredSecretCheck(config)];
}

/** Settings that probably do not mean what was intended; also for an invalid configuration. */
export function doubtfulSettings({
  warnings,
  cutAtComments,
}: Pick<GivenSettings, 'warnings' | 'cutAtComments'>): Check[] {
  return [...warnings, ...cutAtComments].map((message) => ({ name: 'settings', ...warn(message) }));
}

/** `SIGNING_SECRET` was set after the program had generated a secret, which signed links in emails already sent. */
function retiredSecretCheck(config: Config): Check[] {
  const name = 'signing-secret';
  const { signingSecrets } = config;
  const file = databaseOf(config).secretFile;
  if (signingSecrets === null || file === null) return [];
  const retired = readRetiredSecret(file);
  if ('problem' in retired)
    return [
      {
        name,
        ...warn(
          `SIGNING_SECRET is set, and ${file} cannot be used: ${retired.problem}. Links that it signed in earlier emails do not work. Restore it from a backup, or remove it.`,
        ),
      },
    ];
  if (retired.secrets.every((secret) => signingSecrets.includes(secret))) return [];
  return [
    {
      name,
      ...warn(
        `SIGNING_SECRET signs new links, and the secret in ${file} still verifies the links in earlier emails. To retire the file, add its secret to SIGNING_SECRET after a comma, then remove the file. Without that secret, those links stop working, unsubscribe links too, and we no longer recognise people who were erased.`,
      ),
    },
  ];
}
