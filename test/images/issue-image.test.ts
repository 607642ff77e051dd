import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { drawInWorker } from '../../src/images/draw-in-worker.ts';
import { drawIssueImage } from '../../src/images/draw-issue-image.ts';
import { breakLines, cutToWidth, keepLines } from '../../src/images/issue/break-lines.ts';
import type { IssueImageContent } from '../../src/images/issue/issue-image-content.ts';
import { issueSvg } from '../../src/images/issue/issue-svg.ts';
import { readTypeface } from '../../src/images/issue/typeface.ts';
import { sizeOf } from './pictures.ts';

const anAnswer = (winner: string): IssueImageContent['answers'][number] => ({
  words: [
    { text: winner, isBold: true },
    { text: ' over ', isBold: false },
    { text: 'Loom', isBold: false },
  ],
  figures: [
    { text: '75%', verdict: 'ship' },
    { text: '50%', verdict: 'split' },
  ],
});

const content = (given: Partial<IssueImageContent> = {}): IssueImageContent => ({
  name: 'Weekly AI Tool Verdicts',
  edition: 'Week 47 · 17 November 2026',
  subject: 'Ship Kiln over Loom, and 3 more answers',
  accent: '#f06a1a',
  answers: ['Kiln', 'Lathe', 'Press', 'Wheel', 'Fifth'].map(anAnswer),
  ...given,
});

/** The texts of a picture, without its markup; null if there is none. */
async function textsOf(given: Partial<IssueImageContent>): Promise<string[] | null> {
  const svg = issueSvg(content(given), await readTypeface());
  const texts = svg?.matchAll(/<text[^>]*>(.*?)<\/text>/g);
  return texts === undefined ? null : [...texts].map(([, text = '']) => text.replace(/<[^>]*>/g, ''));
}

describe('the picture of an issue', () => {
  test('the picture has 1200 × 630 pixels, and the same issue gives the same bytes', async () => {
    const [png, again] = [await drawIssueImage(content()), await drawIssueImage(content())];
    expect(sizeOf(png ?? new Uint8Array(24))).toEqual({ width: 1200, height: 630 });
    expect(png?.length).toBeGreaterThan(20_000);
    expect(again).toEqual(png);
    expect(await drawIssueImage(content({ accent: '#ffff00' }))).not.toEqual(png);
  });

  test('the picture says the name, the date, the subject and four answers with their figures', async () => {
    expect(await textsOf({})).toEqual([
      'Weekly AI Tool Verdicts',
      'Week 47 · 17 November 2026',
      'Ship Kiln over Loom, and 3',
      'more answers',
      ...['Kiln', 'Lathe', 'Press', 'Wheel'].flatMap((tool) => [`${tool} over Loom`, '75%', '50%']),
    ]);
  });

  test.each([
    ['emoji', 'Ship 👩🏽‍🚀 Kiln 🎉', ['Ship Kiln']],
    ['Greek and Cyrillic', 'Ωμέγα: Привет, Đặng', ['Ωμέγα: Привет, Đặng']],
    ['markup', '<b>Kiln</b> & "Loom"', ['&lt;b&gt;Kiln&lt;/b&gt; &amp; &quot;Loom&quot;']],
    ['controls', 'Kiln\u202e \u0000over\n\tLoom', ['Kiln over Loom']],
  ])('a subject with %s is drawn without what the fonts lack', async (_name, subject, lines) => {
    expect((await textsOf({ subject, answers: [] }))?.slice(2)).toEqual(lines);
    expect(await drawIssueImage(content({ subject }))).not.toBeNull();
  });

  test.each([
    ['Japanese', '刷毛は織機に勝る'],
    ['Arabic', 'المحول أفضل'],
    ['Hebrew beside Latin', 'Ship כלי over Loom'],
    ['Devanagari', 'करघा से बेहतर'],
    ['only emoji', '🎉🎉'],
  ])('a subject in letters that cannot be drawn gives way to the date: %s', async (_name, subject) => {
    const texts = await textsOf({ subject, answers: [] });
    expect(texts).toEqual(['Weekly AI Tool Verdicts', '', 'Week 47 · 17 November 2026']);
    expect(await drawIssueImage(content({ subject }))).not.toBeNull();
  });

  test('an answer whose names cannot be drawn is left out, and the next one moves up', async () => {
    const texts = await textsOf({ answers: [anAnswer('刷毛'), anAnswer('Kiln')] });
    expect(texts?.slice(-3)).toEqual(['Kiln over Loom', '75%', '50%']);
    expect(texts?.join(' ')).not.toContain('刷');
  });

  test('there is no picture where nothing can be drawn', async () => {
    const nothing = content({ name: '週刊', subject: '刷毛', answers: [anAnswer('刷毛')] });
    expect(await drawIssueImage(nothing)).toBeNull();
  });

  test('long subjects become smaller, then are cut after four lines; long names are cut', async () => {
    const words = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');
    const texts = (await textsOf({ subject: words, name: 'N'.repeat(200) })) ?? [];
    expect(texts[0]).toMatch(/^N+…$/);
    expect(texts.slice(2, 6).at(-1)).toMatch(/…$/);
    expect(texts[6]).toBe('Kiln over Loom');
    expect(await textsOf({ subject: 'x'.repeat(230) })).not.toBeNull();
  });

  test('the event loop is free while a picture is drawn', async () => {
    let longest = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    await drawIssueImage(content());
    clearInterval(beat);
    expect(longest).toBeLessThan(200);
  });

  test('a drawing that takes longer than allowed is given up', async () => {
    expect(await drawInWorker({ kind: 'issue', content: content() }, 1)).toBe('too-long');
  });
});

describe('lines of text', () => {
  const measure = { width: (text: string) => [...text].length, maxWidth: 10 };

  test('lines break between words, and within a word that is too long', () => {
    expect(breakLines('one two three', measure)).toEqual(['one two', 'three']);
    expect(breakLines('a abcdefghijklm b', measure)).toEqual(['a', 'abcdefghij', 'klm b']);
  });

  test('what does not fit ends in "…"', () => {
    expect(cutToWidth('abcdefghij', measure)).toBe('abcdefghij');
    expect(cutToWidth('abcdefgh ijk', measure)).toBe('abcdefgh…');
    expect(keepLines(['one', 'two', 'three'], 2, measure)).toEqual(['one', 'two…']);
    expect(keepLines(['one', 'two'], 2, measure)).toEqual(['one', 'two']);
  });
});
