import type { Config } from '../config.ts';
import { obstaclesToRealSend } from '../newsletter.ts';
import { type Check, notOk, ok } from './check.ts';
import { installationChecks } from './installation-checks.ts';
import { providerChecks, type Surroundings } from './provider-checks.ts';
import { settingsChecks } from './settings-checks.ts';
import { systemResolver } from './txt-records.ts';

/** How long Resend may take to answer, in milliseconds. */
const RESEND_TIME_LIMIT = 10_000;

/**
 * Looks at everything that a real send needs: what stops one, and what is to be looked at. Only where mails
 * go through a provider is the network used.
 *
 * @param surroundings What stands in for the name servers and the time limit of the real world.
 */
export async function examine(config: Config, surroundings: Partial<Surroundings> = {}): Promise<Check[]> {
  const [installation, provider] = await Promise.all([
    installationChecks(config),
    config.transportName === 'resend'
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

function senderChecks({ newsletter }: Config): Check[] {
  const obstacles = obstaclesToRealSend(newsletter);
  if (obstacles.length === 0)
    return [{ name: 'sender', ...ok(`${newsletter.from.email}, ${newsletter.publicUrl}`) }];
  return obstacles.map((message) => ({ name: 'sender', ...notOk(message) }));
}
