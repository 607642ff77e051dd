import { textContent } from 'domutils';
import { describe, expect, it } from 'vitest';
import { everythingUnknown, oneAgainstFive } from '../support/samples/awkward-digests.ts';
import { ARABIC_NAME, HOSTILE_NAME, hostileNames, rightToLeft } from '../support/samples/awkward-names.ts';
import { renderedIssue } from './parsed-mail.ts';

describe('unknown facts', () => {
  it('unknown facts are named as unknown or left out', async () => {
    const { body } = await renderedIssue(everythingUnknown);
    for (const words of [
      'Verdict not given',
      'Panel: share not given',
      'no score, verdict not given',
      '70/100, verdict not given',
      'did not review',
      'Unnamed reviewer',
      'No reviewer split given.',
      'Introduced above.',
      'From the panel“',
    ]) {
      expect(body).toContain(words);
    }
    expect(body).not.toMatch(/null|undefined|NaN|Clearest|Most divided|Pricing|Entry|Best for/);
  });
});

describe('a tool with several comparisons', () => {
  it('a tool with several comparisons is introduced once, under a heading that counts them', async () => {
    const { body, headings } = await renderedIssue(oneAgainstFive);
    expect(headings).toContainEqual({ level: 2, text: 'One tool, five comparisons: Kelpforge' });
    expect(body.split('The tool of the week, introduced once')).toHaveLength(2);
    expect(body.split('Introduced above.')).toHaveLength(6);
  });

  it('a tool with several comparisons is listed once in the overview', async () => {
    const { body } = await renderedIssue(oneAgainstFive);
    const glance = body.slice(body.indexOf('At a glance'), body.indexOf('One tool'));
    expect(glance.replaceAll('\u00a0', ' ')).toBe(
      'At a glance SHIP Kelpforge, 75% SKIP Marrow Notes, 25%Ostrich Deploy, 25%Plain Lantern, 25%Sextant, 25%Wickerbase, 25%',
    );
  });
});

describe('misleading content', () => {
  it('content that looks like markup stays text', async () => {
    const { all, body } = await renderedIssue(hostileNames);
    expect(all('script')).toEqual([]);
    expect(all('img')).toEqual([]);
    expect(body).toContain(HOSTILE_NAME);
    expect(body).toContain('Try `a && b > c` & $& "twice".');
  });

  it('content from right to left is isolated', async () => {
    const { all } = await renderedIssue(rightToLeft);
    const isolated = all('span').filter(({ attribs }) => attribs.dir === 'auto');
    const names = isolated.filter((element) => textContent(element) === ARABIC_NAME);
    expect(names.length).toBeGreaterThanOrEqual(4);
    expect(all('html')[0]?.attribs).toMatchObject({ lang: 'en', dir: 'ltr' });
    const quotation = all('p').find((element) => textContent(element).includes('غالبًا'));
    expect(quotation?.attribs.dir).toBe('auto');
  });
});
