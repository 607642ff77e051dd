import { composeDigest } from '../../src/digest/compose-digest.ts';
import { DIGEST_LIMITS } from '../../src/digest/digest-limits.ts';
import { DEFAULT_SHOWN_LOOK } from '../../src/look/shown-look.ts';
import { renderIssue } from '../../src/render/render-issue.ts';
import { longestComparisons } from '../support/samples/longest-comparisons.ts';
import { measured, peakRssMiB, print, rounded } from './support/measure.ts';

process.env.NODE_ENV ??= 'production';
const RUNS = 100;
const [limits] = DIGEST_LIMITS;

const comparisons = Array.from(longestComparisons(8), (comparison) => ({
  comparison,
  featured: false,
  position: null,
}));
const edited = { subject: null, preheader: null, intro: null };
const render = () => {
  const digest = composeDigest({ slot: '2026-W47', date: '17 November 2026', comparisons, edited, limits });
  return renderIssue(digest, {
    sender: { name: 'Digest', postalAddress: '1 Street' },
    publicUrl: 'https://verdicts.test',
    ownLook: DEFAULT_SHOWN_LOOK,
    hasReplyTo: true,
  });
};

const first = await measured(async () => {
  await render();
});
const times: number[] = [];
for (let run = 0; run < RUNS; run += 1) {
  const start = performance.now();
  await render();
  times.push(performance.now() - start);
}
times.sort((one, other) => one - other);
const { bytes } = await render();
print({
  name: 'render-issue',
  comparisons: comparisons.length,
  htmlBytes: bytes.html,
  firstMs: rounded(first.seconds * 1_000),
  medianMs: rounded(times[RUNS / 2] ?? 0),
  p95Ms: rounded(times[Math.floor(RUNS * 0.95)] ?? 0),
  peakRssMiB: peakRssMiB(),
});
