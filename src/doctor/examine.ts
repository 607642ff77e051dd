import type { Config } from '../config.ts';
import { type Check, notOk, ok } from './check.ts';
import { installationChecks } from './installation-checks.ts';
import { providerChecks, type Surroundings } from './provider-checks.ts';
import { settingsChecks } from './settings-checks.ts';
import { systemResolver } from './txt-records.ts';

/** How long Resend may take to answer, in milliseconds. */
const RESEND_TIME_LIMIT = 10_000;

/**
 * Looks at everything that a real send needs. A check that is not ok would stop one, or could not be made. Only where mails
 * go through a provider is the network used.
 *
 * @param surroundings What stands in for the name servers and the time limit of the real world.
 */
export async function examine(config: Config, surroundings: Partial<Surroundings> = {}): Promise<Check[]> {
  const [installation, provider] = await Promise.all([
    installationChecks(config),
    config.transport === 'resend'
      ? providerChecks(config, {
          resolver: systemResolver(),
          resendTimeLimit: RESEND_TIME_LIMIT,
          ...surroundings,
        })
      : [],
  ]);
  return [
    { name: 'configuration', ...ok('Every variable can be read.') },
    ...settingsChecks(config),
    { name: 'runtime', ...ok(`Node.js ${process.versions.node}.`) },
    ...installation,
    ...provider,
    ...senderChecks(config),
  ];
}

/** One-click unsubscribing needs an https address (RFC 8058, section 3.1), and with it bulk mail to Gmail and Yahoo. */
function senderChecks({ newsletter: { from, publicUrl }, senderObstacles }: Config): Check[] {
  const obstacles = publicUrl.startsWith('https:')
    ? senderObstacles
    : [
        ...senderObstacles,
        `PUBLIC_URL must begin with https:// for a real send: mail programs offer one-click unsubscribing for no other address, and it is ${publicUrl}.`,
      ];
  if (obstacles.length === 0) return [{ name: 'sender', ...ok(`${from.email}, ${publicUrl}`) }];
  return obstacles.map((message) => ({ name: 'sender', ...notOk(message) }));
}
