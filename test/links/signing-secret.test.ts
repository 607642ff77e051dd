import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadSigningSecrets, readOrCreateSigningSecret } from '../../src/links/signing-secret.ts';
import { createTokenSigner } from '../../src/links/tokens.ts';
import { AppError } from '../../src/shared/errors.ts';
import { projectPath } from '../../src/shared/project-path.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signing-secret-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a secret is created once, with its folder if necessary, and only its owner may read it', () => {
  const path = join(folder, 'data', 'signing-secret');
  const secret = readOrCreateSigningSecret(path);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readOrCreateSigningSecret(path)).toBe(secret);
  expect(readdirSync(join(folder, 'data'))).toEqual(['signing-secret']);
});

test('processes that start at the same time get the same secret', async () => {
  const path = join(folder, 'signing-secret');
  const module = JSON.stringify(projectPath('src', 'links', 'signing-secret.ts'));
  const script = `import(${module}).then((m) => process.stdout.write(m.readOrCreateSigningSecret(${JSON.stringify(path)})))`;
  const start = () => promisify(execFile)(process.execPath, ['--import', 'tsx', '-e', script]);
  const outputs = await Promise.all(Array.from({ length: 4 }, start));
  expect(new Set(outputs.map(({ stdout }) => stdout))).toEqual(new Set([readOrCreateSigningSecret(path)]));
  expect(readdirSync(folder)).toEqual(['signing-secret']);
});

test('a file with several secrets is read as it is', () => {
  const path = join(folder, 'signing-secret');
  writeFileSync(path, ` ${'new'.repeat(20)},${'old'.repeat(20)}\n`);
  expect(readOrCreateSigningSecret(path)).toBe(`${'new'.repeat(20)},${'old'.repeat(20)}`);
});

const failureOf = (path: string): AppError => {
  try {
    readOrCreateSigningSecret(path);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('an AppError was expected');
};

test('a secret that is too short is refused, and not replaced', () => {
  const path = join(folder, 'signing-secret');
  writeFileSync(path, 'short');
  const { code, message } = failureOf(path);
  expect(code).toBe('configuration');
  expect(message).toMatch(/fewer than 32 characters/);
  expect(statSync(path).size).toBe(5);
});

test('an unreadable secret file is reported with what to do', () => {
  const { code, message } = failureOf(folder);
  expect(code).toBe('configuration');
  expect(message).toMatch(/SIGNING_SECRET/);
});

test('a secret file that cannot be created is reported with what to do', () => {
  writeFileSync(join(folder, 'file'), '');
  const { code, message } = failureOf(join(folder, 'file', 'signing-secret'));
  expect(code).toBe('configuration');
  expect(message).toMatch(/SIGNING_SECRET/);
});

describe('a link in an earlier email', () => {
  const subject = { purpose: 'unsubscribe', subscriberId: 7, slot: '2026-W47' } as const;
  const linkSignedBy = (secrets: readonly string[]) => createTokenSigner(secrets).sign(subject);
  const isKnown = (link: string, secrets: readonly string[]) =>
    createTokenSigner(secrets).verify('unsubscribe', link)?.subscriberId === 7;
  const [FIRST, SECOND] = ['first'.repeat(8), 'second'.repeat(8)];

  test('an old link still works when SIGNING_SECRET is set later, and new links are signed with that', () => {
    const file = join(folder, 'signing-secret');
    const old = linkSignedBy(loadSigningSecrets(null, file));
    const kept = readFileSync(file, 'utf8');
    const secrets = loadSigningSecrets([FIRST], file);
    expect(isKnown(old, secrets)).toBe(true);
    expect(linkSignedBy(secrets)).toBe(linkSignedBy([FIRST]));
    expect(readFileSync(file, 'utf8')).toBe(kept);
  });

  test('an old link still works if the secret of the file is in SIGNING_SECRET as well', () => {
    const file = join(folder, 'signing-secret');
    const [secret = ''] = loadSigningSecrets(null, file);
    expect(loadSigningSecrets([FIRST, secret], file)).toEqual([FIRST, secret]);
  });

  test('an old link no longer works once the file is gone, and no new file is created', () => {
    const file = join(folder, 'signing-secret');
    const old = linkSignedBy(loadSigningSecrets(null, file));
    rmSync(file);
    expect(isKnown(old, loadSigningSecrets([FIRST], file))).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('an old link works with any of several secrets in the file', () => {
    const file = join(folder, 'signing-secret');
    const text = `${FIRST},${SECOND}`;
    writeFileSync(file, `${text}\n`);
    const secrets = loadSigningSecrets(null, file);
    for (const signer of [FIRST, SECOND, text]) expect(isKnown(linkSignedBy([signer]), secrets)).toBe(true);
    expect(linkSignedBy(secrets)).toBe(linkSignedBy([FIRST]));
  });

  test.each(['', 'short'])('a secret file that holds "%s" does not break links of other secrets', (text) => {
    const file = join(folder, 'signing-secret');
    writeFileSync(file, text);
    expect(loadSigningSecrets([FIRST], file)).toEqual([FIRST]);
    expect(loadSigningSecrets([FIRST], folder)).toEqual([FIRST]);
  });
});
