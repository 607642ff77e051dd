import { expect, test } from 'vitest';
import { ACCEPTED_FINDINGS } from './support/accepted-findings.ts';
import { type Finding, supportFindings } from './support/client-support.ts';
import { allSpecimens } from './support/specimens.ts';

const accepted = new Set(ACCEPTED_FINDINGS);
const notAccepted = (html: string) => supportFindings(html).filter((finding) => !accepted.has(finding));

test('the emails use only features that every client supports or that are accepted, and no exception is unused', async () => {
  const found = new Set<Finding>();
  const unknown: string[] = [];
  for (const [name, { html }] of await allSpecimens()) {
    for (const finding of supportFindings(html)) {
      found.add(finding);
      if (!accepted.has(finding)) unknown.push(`${name}: ${finding}`);
    }
  }
  expect(unknown, 'Change the template, or accept it with its reason').toEqual([]);
  expect(
    ACCEPTED_FINDINGS.filter((finding) => !found.has(finding)),
    'No mail has these any more: take them off the list',
  ).toEqual([]);
});

test('no feature is accepted twice', () => {
  expect(ACCEPTED_FINDINGS).toEqual([...accepted]);
});

test.each([
  ['<div style="display:flex">x</div>', 'display:flex in outlook.windows'],
  ['<div style="display:grid">x</div>', 'display:grid in outlook.windows'],
  ['<div style="position:absolute">x</div>', 'position in gmail.desktop-webmail'],
  ['<div style="background-image:url(x.png)">x</div>', 'background-image in outlook.windows'],
  ['<form><input></form>', '<form> element in outlook.windows'],
  ['<video></video>', '<video> element in gmail.ios'],
  ['<bdi>x</bdi>', '<bdi> element in outlook.outlook-com'],
  ['<style>p:hover{color:red}</style>', ':hover in gmail.ios'],
])('an email with %s is caught', (html, finding) => {
  expect(notAccepted(`<html><head></head><body>${html}</body></html>`)).toContain(finding);
});
