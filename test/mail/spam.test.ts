import { expect, test } from 'vitest';
import { aMail } from '../contracts/transport-contract.ts';
import { lacksSpamAssassin, spamVerdicts } from './support/spam.ts';
import { allSpecimens, ISSUES, issueSpecimen, specimen } from './support/specimens.ts';

/** Since 5.0 it calls a message spam at this score; strict filters begin lower. */
const BELOW = 1;

/** The text that every filter must recognise (https://spamassassin.apache.org/gtube/). */
const GTUBE = 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X';

test.skipIf(lacksSpamAssassin())('no email looks like spam, and one that does is caught', async () => {
  const specimens = await allSpecimens();
  const controls = await Promise.all([
    specimen(aMail({ text: GTUBE })),
    shouting(),
    specimen(
      aMail({ subject: '', html: '<html><title>Other</title><img src="https://a.test/"></html>', text: '' }),
    ),
  ]);
  const verdicts = spamVerdicts([
    ...specimens.map(([, mail]) => mail.message),
    ...controls.map((mail) => mail.message),
  ]);
  const mails = Object.fromEntries(specimens.map(([name], index) => [name, verdicts[index]]));
  const suspicious = Object.entries(mails).filter(([, verdict]) => (verdict?.score ?? Infinity) >= BELOW);
  expect(Object.fromEntries(suspicious)).toEqual({});
  const [gtube, ...bad] = verdicts.slice(specimens.length);
  expect(gtube?.score).toBeGreaterThanOrEqual(1_000);
  for (const { score } of bad) expect(score).toBeGreaterThanOrEqual(BELOW);
});

/** A usual week by a sender without restraint. */
async function shouting() {
  const usual = ISSUES['a usual week'];
  if (usual === undefined) throw new Error('The usual week is missing.');
  const { html, text } = await issueSpecimen(usual);
  const subject = 'FREE MONEY!!! ACT NOW, 100% GUARANTEED WINNER $$$';
  return specimen(
    aMail({ subject, html, text: `${text}\nDear friend, click here to claim your million dollars.` }),
  );
}
