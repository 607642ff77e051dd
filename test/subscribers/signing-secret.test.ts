import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { projectPath } from '../../src/project-path.ts';
import { readOrMakeSigningSecret } from '../../src/subscribers/signing-secret.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signing-secret-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a secret is made once, in a folder of its own if need be, and only its owner may read it', () => {
  const path = join(folder, 'data', 'signing-secret');
  const secret = readOrMakeSigningSecret(path);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readOrMakeSigningSecret(path)).toBe(secret);
  expect(readdirSync(join(folder, 'data'))).toEqual(['signing-secret']);
});

test('processes that start at the same time get the same secret', async () => {
  const path = join(folder, 'signing-secret');
  const module = JSON.stringify(projectPath('src', 'subscribers', 'signing-secret.ts'));
  const script = `import(${module}).then((m) => process.stdout.write(m.readOrMakeSigningSecret(${JSON.stringify(path)})))`;
  const start = () => promisify(execFile)(process.execPath, ['--import', 'tsx', '-e', script]);
  const outputs = await Promise.all(Array.from({ length: 4 }, start));
  expect(new Set(outputs.map(({ stdout }) => stdout))).toEqual(new Set([readOrMakeSigningSecret(path)]));
  expect(readdirSync(folder)).toEqual(['signing-secret']);
});

test('a file of several secrets is given back as it is', () => {
  const path = join(folder, 'signing-secret');
  writeFileSync(path, ` ${'new'.repeat(20)},${'old'.repeat(20)}\n`);
  expect(readOrMakeSigningSecret(path)).toBe(`${'new'.repeat(20)},${'old'.repeat(20)}`);
});

const failureOf = (path: string): AppError => {
  try {
    readOrMakeSigningSecret(path);
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

test('where the file cannot be read, the message says what to do', () => {
  const { code, message } = failureOf(folder);
  expect(code).toBe('configuration');
  expect(message).toMatch(/SIGNING_SECRET/);
});

test('where the file cannot be made, the message says what to do', () => {
  writeFileSync(join(folder, 'file'), '');
  const { code, message } = failureOf(join(folder, 'file', 'signing-secret'));
  expect(code).toBe('configuration');
  expect(message).toMatch(/SIGNING_SECRET/);
});
