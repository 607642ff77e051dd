import { generateKeyPairSync } from 'node:crypto';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { TUESDAY } from '../../support/comparisons.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

/** RFC 8058, section 4: these two must be covered, or no mailbox provider offers one-click unsubscribing. */
const ONE_CLICK = ['List-Unsubscribe', 'List-Unsubscribe-Post'] as const;

const SIGNED = [
  ...['From', 'To', 'Reply-To', 'Subject', 'Date', 'Message-ID', 'MIME-Version', 'Content-Type', 'List-Id'],
  ...ONE_CLICK,
].join(':');

/** Without it, mailauth reads the clock twice, and fails if a second ends in between. */
const SIGNED_AT = new Date(TUESDAY);

/** The message signed for its sender's domain. `headerList` null signs what mailauth signs by default. */
export async function signed(message: Buffer, headerList: string | null = SIGNED): Promise<Buffer> {
  const { signatures, errors } = await dkimSign(message, {
    canonicalization: 'relaxed/relaxed',
    signTime: SIGNED_AT,
    ...(headerList === null ? {} : { headerList }),
    signatureData: [{ signingDomain: 'verdicts.test', selector: 'lab', privateKey }],
  });
  if (errors.length > 0) throw new Error(`Could not sign: ${JSON.stringify(errors)}`);
  return Buffer.concat([Buffer.from(signatures), message]);
}

/** What keeps a mailbox provider from offering one-click unsubscribing for a signed message; empty if nothing does. */
export async function oneClickProblems(message: Buffer): Promise<string[]> {
  const { results } = await dkimVerify(message, { resolver });
  const valid = results.filter(({ status }) => status.result === 'pass');
  if (valid.length === 0)
    return [`No valid signature: ${results.map(({ status }) => status.comment ?? status.result)}`];
  const covered = valid.flatMap(
    ({ signingHeaders }) => signingHeaders?.keys.toLowerCase().split(/\s*:\s*/) ?? [],
  );
  return ONE_CLICK.filter((name) => !covered.includes(name.toLowerCase())).map(
    (name) => `${name} is not signed`,
  );
}

async function resolver(name: string, type: string): Promise<string[][]> {
  if (name === 'lab._domainkey.verdicts.test' && type === 'TXT') {
    return [[`v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`]];
  }
  throw Object.assign(new Error(`No ${type} of ${name}`), { code: 'ENOTFOUND' });
}
