import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectPath } from '../src/shared/project-path.ts';
import { isMissing } from './support/needs.ts';

const DOCUMENT = readFileSync(projectPath('docs', 'deploy.md'), 'utf8');
const UNIT = /```ini\n(\[Unit\][\s\S]*?)```/.exec(DOCUMENT)?.[1] ?? '';
const settings = new Map(
  UNIT.split('\n')
    .filter((line) => /^\w+=/.test(line))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
);

describe('the systemd unit of the documentation', () => {
  test('the documented systemd unit closes what the program does not need', () => {
    const expected = {
      UMask: '0077',
      NoNewPrivileges: 'yes',
      ProtectSystem: 'strict',
      ProtectHome: 'yes',
      PrivateTmp: 'yes',
      PrivateDevices: 'yes',
      CapabilityBoundingSet: '',
      MemoryMax: '1G',
      LimitCORE: '0',
    };
    expect(Object.fromEntries(settings)).toMatchObject(expected);
    expect(settings.get('User')).not.toBe('root');
  });

  test('the documented systemd unit leaves open what Node.js and the program need', () => {
    // Node.js writes machine code and runs it.
    expect(settings.has('MemoryDenyWriteExecute')).toBe(false);
    expect(settings.get('RestrictAddressFamilies')?.split(' ')).toEqual(
      expect.arrayContaining(['AF_INET', 'AF_INET6']),
    );
    // The program and its Node.js are where the commands before the unit copy them.
    expect(settings.get('ExecStart')).toMatch(
      /^\/srv\/verdicts\/program\/node .* program\/dist\/src\/cli\.js serve$/,
    );
    expect(DOCUMENT).toContain('sudo cp -r program /srv/verdicts/');
    // The data is below the folder in which `serve` starts, which the commands before the unit create.
    expect(settings.get('ReadWritePaths')).toBe(`${settings.get('WorkingDirectory')}/data`);
    expect(DOCUMENT).toContain(
      `install -d -m 0700 -o verdicts -g verdicts ${settings.get('ReadWritePaths')}`,
    );
    // Node.js survives a call that is refused with an error, but not one that kills its process.
    expect(settings.get('SystemCallErrorNumber')).toBe('EPERM');
  });
});

const noSystemd = isMissing({
  tool: 'systemd-analyze',
  present: spawnSync('systemd-analyze', ['--version']).status === 0,
  install: 'apt-get install -y systemd',
});

describe.skipIf(noSystemd)('systemd', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'unit-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Systemd's messages about a unit: it names what it does not know, and still ends with 0. */
  const verify = (unit: string) => {
    const path = join(folder, 'verdicts.service');
    writeFileSync(path, unit.replace('/srv/verdicts/program/node', process.execPath));
    const { stdout, stderr } = spawnSync('systemd-analyze', ['--man=no', 'verify', path], {
      encoding: 'utf8',
    });
    return (stdout + stderr).split('\n').filter((line) => line.includes('verdicts.service'));
  };

  test('systemd knows every line of the documented unit', () => {
    expect(verify(UNIT)).toEqual([]);
  });

  test.each([
    ['a misspelt name', 'UMask=0077', 'UMasks=0077'],
    ['a value that it does not take', 'ProtectSystem=strict', 'ProtectSystem=strictly'],
    ['a group of calls that there is not', '@system-service', '@system-services'],
  ])('systemd would report %s', (_what, right, wrong) => {
    expect(verify(UNIT.replace(right, wrong))).not.toEqual([]);
  });

  test('systemd rates the documented unit as well protected', () => {
    verify(UNIT);
    const path = join(folder, 'verdicts.service');
    const { stdout } = spawnSync('systemd-analyze', ['security', '--offline=true', '--no-pager', path], {
      encoding: 'utf8',
    });
    const exposure = Number(/Overall exposure level for \S+: ([\d.]+)/.exec(stdout)?.[1]);
    expect(exposure).toBeLessThan(2.5);
  });
});
