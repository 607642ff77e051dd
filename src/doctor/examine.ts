import type { Config } from '../settings/config.ts';
import { type Check, ok } from './check.ts';
import { examineInstallation } from './installation-checks.ts';
import { senderChecks, senderToAskAbout, withNextIssue } from './next-issue.ts';
import { privateFilesChecks } from './private-files-checks.ts';
import { type NetworkDeps, providerChecks } from './provider-checks.ts';
import { settingsChecks } from './settings-checks.ts';
import { systemResolver } from './txt-records.ts';

const RESEND_TIMEOUT_MS = 10_000;
const RESEND_RETRY_PAUSE_MS = 1_100;

/**
 * Checks everything that a real send needs. Uses the network only if emails go through a provider.
 *
 * @throws AppError `configuration` if the settings in force contradict one another.
 */
export async function examine(given: Config, surroundings: Partial<NetworkDeps> = {}): Promise<Check[]> {
  const { checks: installation, next, config } = await examineInstallation(given);
  const { resend, newsletter } = config;
  const from = senderToAskAbout(next, newsletter);
  const provider =
    config.transportName === 'resend'
      ? await providerChecks(
          { resend, from, publicUrl: newsletter.publicUrl },
          {
            resolver: systemResolver(),
            resendTimeLimit: RESEND_TIMEOUT_MS,
            resendRetryPause: RESEND_RETRY_PAUSE_MS,
            ...surroundings,
          },
        )
      : [];
  return [
    { name: 'configuration', ...ok('Every variable can be read.') },
    ...settingsChecks(config),
    { name: 'runtime', ...ok(`Node.js ${process.versions.node}.`) },
    ...installation,
    ...privateFilesChecks(config),
    ...provider.map((check) => withNextIssue(check, next)),
    ...senderChecks(newsletter, next),
  ];
}
