import { describe, expect, test } from 'vitest';
import type { PublishedComparison } from '../../src/comparisons/comparison-store.ts';
import { readJsonEntry } from '../../src/comparisons/json-entry/read-json-entry.ts';
import { readComparisons } from '../../src/comparisons/read-comparisons.ts';
import { cleanComparison } from '../../src/digest/clean-comparison.ts';
import { composeDigest } from '../../src/digest/compose-digest.ts';
import type { Digest } from '../../src/digest/digest.ts';
import { DIGEST_LIMITS } from '../../src/digest/digest-limits.ts';
import { readMarkdown } from '../../src/digest/markdown/read-markdown.ts';
import { readJsonBody } from '../../src/http/bodies/json-body.ts';
import { linkedText } from '../../src/http/studio/outbox/linked-text.ts';
import { EDIT_LIMITS } from '../../src/issues/edit-limits.ts';
import { issueProblems } from '../../src/issues/problems/issue-problems.ts';
import { DEFAULT_SHOWN_LOOK } from '../../src/look/shown-look.ts';
import { renderIssue } from '../../src/render/render-issue.ts';
import { cleanText, oneLine } from '../../src/shared/clean-text.ts';
import { AppError } from '../../src/shared/errors.ts';
import { readSignUp } from '../../src/subscribers/sign-ups/read-sign-up.ts';
import { aComparison } from '../support/comparisons.ts';
import { SLOT } from '../support/issues.ts';
import { readList } from '../support/read-list.ts';
import { WORST_TEXTS } from '../support/samples/worst-texts.ts';

/**
 * CPU time for one text, in milliseconds. The aim is 50 on a quiet machine, and nearly all take under 10; without
 * limits, some took seconds or minutes. It depends little on other programs.
 */
const MAX_CPU_MS = 500;

const SOUND = aComparison({ tools: ['Kiln', 'Loom'] });

function compose(
  comparison: PublishedComparison,
  edited: { subject?: string; preheader?: string; intro?: string },
) {
  return composeDigest({
    slot: SLOT,
    date: '17 November 2026',
    comparisons: [{ comparison: cleanComparison(comparison), featured: false, position: null }],
    edited: { subject: null, preheader: null, intro: null, ...edited },
    limits: DIGEST_LIMITS[0],
  });
}

/** Every field of a comparison, filled with this text. */
function saying(text: string): PublishedComparison {
  const [one, other] = SOUND.tools;
  const line = text.slice(0, 500).trim() || 'x';
  const reviews = one.reviews.map((review) => ({ ...review, text: text.trim() || 'x' }));
  const said = { tagline: line, pricing: line, bestFor: line, description: text.trim() || 'x', reviews };
  return { ...SOUND, tools: [{ ...one, ...said }, other] };
}

const problemsOf = (digest: Digest) =>
  issueProblems({
    slot: '2026-W47',
    isAhead: false,
    digest,
    items: [],
    heldBack: [],
    open: [],
    minItems: 1,
    bytes: { html: 1 },
    obstacles: [],
    edited: {},
  });

const render = (digest: Digest) =>
  renderIssue(digest, {
    sender: { name: 'A', postalAddress: '1 Street' },
    publicUrl: 'https://verdicts.test',
    ownLook: DEFAULT_SHOWN_LOOK,
    hasReplyTo: true,
  });

/** A list that cannot be imported is refused with one of our own errors. */
const listOf = (text: string) =>
  readList(text).catch((error) => {
    if (!(error instanceof AppError)) throw error;
  });

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

const bytesOf = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;

/** Every way a text gets into the program, and what is immediately done with it. */
const ENTRIES: Readonly<Record<string, (text: string) => unknown>> = {
  'an intro': readMarkdown,
  'an intro in an issue': (text) => render(compose(SOUND, { intro: text })),
  'a subject and a preheader': (text) => {
    const line = text.slice(0, EDIT_LIMITS.subject);
    return problemsOf(compose(SOUND, { subject: line, preheader: line }));
  },
  'a comparison by the API': (text) => readJsonEntry({ value: saying(text) }),
  'a comparison in an issue': (text) => render(compose(saying(text), {})),
  'an unknown field of a comparison': (text) =>
    readJsonEntry({ value: { ...SOUND, [text]: { [text]: text } } }),
  'a body of the API': (text) => readJsonBody(bytesOf(text)),
  'a field of a body of the API': (text) => readJsonBody(bytesOf(`{"a":${text}`)),
  'a file of JSON': (text) => readComparisons({ name: 'a.json', content: text }),
  'a file of NDJSON': (text) => readComparisons({ name: 'a.ndjson', content: text }),
  'a saved page': (text) => readComparisons({ name: 'a.html', content: `<html><body>${text}` }),
  'a page saved as text': (text) => readComparisons({ name: 'a.txt', content: text }),
  'a page saved as Markdown': (text) => readComparisons({ name: 'a.md', content: text }),
  'a sign-up': (text) =>
    readSignUp(
      { email: `a@${text}`, name: text, source: text },
      { networkAddress: text, userAgent: text, at: 0 },
    ),
  'a name, an address and a browser of a sign-up': (text) =>
    readSignUp(
      { email: 'a@verdicts.test', name: text.slice(0, 200), source: text.slice(0, 100) },
      { networkAddress: text, userAgent: text, at: 0 },
    ),
  'a list of subscribers': (text) => listOf(text),
  'the header of a list of subscribers': (text) => listOf(`email,${text}\na@verdicts.test,b`),
  'a field of a list of subscribers': (text) => listOf(`email,name,notes\na@verdicts.test,A,${text}`),
  'a name in a list of subscribers': (text) => listOf(`email,name\na@verdicts.test,${quoted(text)}`),
  'an address in a list of subscribers': (text) => listOf(`email\na@verdicts.test\n${quoted(text)}`),
  'what a list of subscribers says of somebody': (text) => {
    const half = quoted(text.slice(0, text.length / 2));
    return listOf(`email,status,tags\na@verdicts.test,${half},${half}`);
  },
  'a message of the outbox': (text) => String(linkedText(text)),
  'any line': (text) => oneLine(cleanText(text)),
};

function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

describe('20 KB of the worst text', () => {
  test.each(Object.entries(ENTRIES))(
    '20 KB of the worst text, as %s, delay nobody and break nothing',
    async (_, read) => {
      await read('Some words, *as* people write them.');
      const slow: string[] = [];
      const timeOf = async (text: string) => {
        const before = cpuTime();
        await read(text);
        return cpuTime() - before;
      };
      for (const [name, text] of Object.entries(WORST_TEXTS)) {
        let taken = await timeOf(text);
        // A run may include compiling the code, or collecting what others left.
        for (let again = 1; again <= 2 && taken > MAX_CPU_MS; again += 1) taken = await timeOf(text);
        if (taken > MAX_CPU_MS) slow.push(`${name}: ${Math.round(taken)} ms`);
      }
      expect(slow).toEqual([]);
    },
  );
});

describe('4 MiB of the worst JSON', () => {
  const many = (piece: (index: number) => string, count: number) =>
    Array.from({ length: count }, (_, index) => piece(index)).join(',');
  const entry = JSON.stringify(SOUND).slice(0, -1);

  test.each<[string, string]>([
    ['400,000 unknown fields', `${entry},${many((index) => `"k${index}":1`, 400_000)}}`],
    ['2,000,000 levels', `${entry},"x":${'['.repeat(2e6)}${']'.repeat(2e6)}}`],
    ['2,000,000 levels that do not end', '['.repeat(4e6)],
    ['1,000,000 tools', `{"tools":[${many(() => '{}', 1_000_000)}]}`],
    [
      '500,000 reviews',
      `{"tools":[{"name":"A","reviews":[${many(() => '{"b":1}', 500_000)}]},{"name":"B"}]}`,
    ],
    ['2,000,000 entries', `[${many(() => '1', 2_000_000)}]`],
  ])('4 MiB of the worst JSON, as %s, are refused before they are parsed', (_, body) => {
    const before = cpuTime();
    expect(readJsonBody(bytesOf(body))).toHaveProperty('problem');
    expect(cpuTime() - before).toBeLessThan(MAX_CPU_MS);
  });
});
