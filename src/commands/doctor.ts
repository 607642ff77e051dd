import type { Command } from 'commander';
import { type Check, type Level, stop } from '../doctor/check.ts';
import { examine } from '../doctor/examine.ts';
import { doubtfulSettings } from '../doctor/settings-checks.ts';
import { parseConfigToMerge, readSettings } from '../settings/config.ts';
import type { GivenSettings } from '../settings/given-settings.ts';
import { AppError } from '../shared/errors.ts';
import { terminalOutput } from './output.ts';

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('check the configuration and say what would stop a real send')
    .addHelpText('after', '\nExample:\n  verdicts doctor')
    .action(async (_options: unknown, command: Command) => {
      const output = terminalOutput(command.optsWithGlobals().json === true);
      const settings = valueOrAppError(readSettings);
      // In text output, the checks include the warnings.
      if (output.json && !(settings instanceof AppError)) settings.warnings.forEach(output.note);
      const examined = await examineOrAppError(settings);
      const doubts = settings instanceof AppError ? [] : doubtfulSettings(settings);
      const checks = examined instanceof AppError ? [wrongConfiguration(examined), ...doubts] : examined;
      const ok = checks.every((check) => check.ok);
      output.result({ ok, checks }, () =>
        checks.map(({ level, name, message }) => `${LEVEL_WORDS[level]}  ${name}: ${message}`).join('\n'),
      );
      if (!ok) process.exitCode = examined instanceof AppError ? 2 : 1;
    });
}

const LEVEL_WORDS: Readonly<Record<Level, string>> = { ok: 'ok  ', warn: 'warn', stop: 'STOP' };

/** A wrong configuration is this command's answer, not its failure. */
function valueOrAppError<Value>(read: () => Value): Value | AppError {
  try {
    return read();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

async function examineOrAppError(settings: GivenSettings | AppError): Promise<Check[] | AppError> {
  if (settings instanceof AppError) return settings;
  try {
    return await examine(parseConfigToMerge(settings));
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

function wrongConfiguration({ message }: AppError): Check {
  return { name: 'configuration', ...stop(message) };
}
