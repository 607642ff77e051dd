import { describe, expect, test } from 'vitest';
import { SETTING_NAMES, suggestSetting } from '../../src/settings/setting-names.ts';

describe('a name in .env', () => {
  test.each([
    ['SEND_DAYLY_LIMIT', 'SEND_DAILY_LIMIT'],
    ['REVEIW', 'REVIEW'],
    ['RESEND_APIKEY', 'RESEND_API_KEY'],
    ['resend_api_key', 'RESEND_API_KEY'],
    ['Resend-Api-Key', 'RESEND_API_KEY'],
    ['RESEND_KEY', 'RESEND_API_KEY'],
    ['TRUST_PROXY', 'TRUSTED_PROXIES'],
    ['STUDIO_PASS', 'STUDIO_PASSWORD'],
    ['POST_ADDRESS', 'POSTAL_ADDRESS'],
    ['PUBLIC_KEY', null],
    ['DAILY_LIMIT', 'SEND_DAILY_LIMIT'],
    ['SEND_LIMIT_DAILY', 'SEND_DAILY_LIMIT'],
    ['TIME_ZONE', 'TIMEZONE'],
    ['TRUSTED_PROXY', 'TRUSTED_PROXIES'],
    ['ALLOWED_ORIGIN', 'ALLOWED_ORIGINS'],
    ['SIGNUP_CHECKS', 'SIGN_UP_CHECKS'],
    ['DATABSE_URL', 'DATABASE_URL'],
    ['PRT', null],
    ['PROT', 'PORT'],
    ['port', 'PORT'],
  ])('%s in .env is reported as a misspelled %s', (name, meant) => {
    expect(suggestSetting(name, 'file')).toBe(meant);
  });

  test.each([
    'POSTGRES_PASSWORD',
    'POSTGRES_HOST',
    'SMTP_HOST',
    'REDIS_URL',
    'NODE_ENV',
    'TZ',
    'COMPOSE_PROJECT_NAME',
    'AWS_REGION',
    'LOG_LEVEL',
    'DOMAIN',
  ])('%s in .env belongs to another program', (name) => {
    expect(suggestSetting(name, 'file')).toBeNull();
  });

  test.each(SETTING_NAMES)('%s in .env is one of our names', (name) => {
    expect(suggestSetting(name, 'file')).toBeNull();
    expect(suggestSetting(name, 'environment')).toBeNull();
  });
});

describe('a name in the environment', () => {
  test.each([
    ['SEND_DAYLY_LIMIT', 'SEND_DAILY_LIMIT'],
    ['REVEIW', 'REVIEW'],
    ['RESEND_APIKEY', 'RESEND_API_KEY'],
    ['DATABASE_URI', 'DATABASE_URL'],
  ])('%s in the environment is reported as a misspelled %s', (name, meant) => {
    expect(suggestSetting(name, 'environment')).toBe(meant);
  });

  test.each([
    'HOSTS',
    'POST',
    'port',
    'HOSTNAME',
    'HOSTTYPE',
    'EDITOR',
    'DISPLAY',
    'RESEND_KEY',
    'DAILY_LIMIT',
    'API_KEY',
    'PUBLIC_KEY',
    'SESSION_SECRET',
    'LANGUAGE',
    'XDG_SESSION_TYPE',
    'npm_config_registry',
    'npm_package_version',
    'SSH_AUTH_SOCK',
    'GPG_AGENT_INFO',
    'TERM_PROGRAM_VERSION',
  ])('%s in the environment belongs to another program', (name) => {
    expect(suggestSetting(name, 'environment')).toBeNull();
  });
});
