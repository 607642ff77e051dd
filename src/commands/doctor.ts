import { styleText } from 'node:util';
import type { Command } from 'commander';
import { type Check, stop } from '../doctor/check.ts';
import { examine } from '../doctor/examine.ts';
import { doubtfulSettings } from '../doctor/settings-checks.ts';
import { parseConfigToMerge, readSettings } from '../settings/config.ts';
import type { GivenSettings } from '../settings/given-settings.ts';
import { AppError } from '../shared/errors.ts';
import { doctorReport, type ReportStyle } from './doctor-report.ts';
import { terminalOutput } from './output.ts';

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('check everything that a real send needs, and say what to do')
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
      if (output.json) output.result({ ok, checks }, () => []);
      else process.stdout.write(`${doctorReport(checks, terminalStyle()).join('\n')}\n`);
      if (!ok) process.exitCode = examined instanceof AppError ? 2 : 1;
    });
}

/** In colour where standard output is a terminal that has colours, and NO_COLOR is not set. */
function terminalStyle(): ReportStyle {
  const { stdout } = process;
  return {
    columns: stdout.isTTY ? stdout.columns : Number.POSITIVE_INFINITY,
    paint: (colour, text) => styleText(colour, text, { stream: stdout }),
  };
}

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
