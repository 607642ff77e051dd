import { getElementsByTagName, textContent } from 'domutils';
import { parseDocument } from 'htmlparser2';
import { cutText } from '../digest/cut-text.ts';
import type { IssueProblem } from '../issues/problems/issue-problem.ts';
import { linkProblem, linksIn } from './mail-links.ts';

/** Elements that email clients drop or treat as suspicious. */
const UNSUPPORTED_ELEMENTS =
  /^(script|iframe|object|embed|form|input|button|select|textarea|video|audio|svg|canvas|base|link|template|dialog)$/;

/** Declarations not fully supported by Gmail or Outlook (caniemail.com). */
const UNSUPPORTED_STYLE: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/(^|[;{\s])position\s*:\s*(absolute|fixed|sticky)/i, 'position'],
  [/display\s*:\s*(inline-)?(flex|grid)/i, 'flex or grid layout'],
  [/@import|@font-face/i, 'style sheets and fonts from elsewhere'],
  [/url\(/i, 'images of style sheets'],
  [/\b(var|calc|clamp|min|max)\(/i, 'computed values such as var() and calc()'],
  [/(^|[;{\s])(animation|transition|transform|filter|mix-blend-mode)[\w-]*\s*:/i, 'movement and effects'],
];

/** Gmail drops longer style sheets, in characters. */
const MAX_STYLE_SHEET_LENGTH = 8_192;

/** Gmail clips an email at any of these, however short it is (hteumeuleu/email-bugs #41). */
const CLIPPING_CHARACTER = /[\u0080-\u009f]/;

/** Broken links, and HTML that email clients do not show as intended. Makes no requests. */
export function emailProblems(html: string): IssueProblem[] {
  const links = linksIn(html).flatMap((link) => {
    const obstacle = linkProblem(link);
    const named = cutText(link.words, 60) ?? 'without words';
    return obstacle === null ? [] : [problem('broken-link', 'error', `The link “${named}” ${obstacle}.`)];
  });
  return [...links, ...unsupported(html).map((what) => problem('mail-client-support', 'warning', what))];
}

function unsupported(html: string): string[] {
  const elements = getElementsByTagName('*', parseDocument(html));
  const names = new Set(elements.map(({ name }) => name).filter((name) => UNSUPPORTED_ELEMENTS.test(name)));
  const sheets = elements.filter(({ name }) => name === 'style').map((element) => textContent(element));
  const styles = [...sheets, ...new Set(elements.flatMap(({ attribs }) => attribs.style ?? []))].join('\n');
  const images = elements.filter(({ name }) => name === 'img');
  return [
    ...[...names].map((name) => `Mail clients drop <${name}>; take it out of the template.`),
    ...UNSUPPORTED_STYLE.filter(([pattern]) => pattern.test(styles)).map(
      ([, name]) => `Not all mail clients support ${name}; make sure the email works without it.`,
    ),
    ...(sheets.some((sheet) => sheet.length > MAX_STYLE_SHEET_LENGTH)
      ? ['A style sheet has more than 8,192 characters, and Gmail drops it; make it shorter.']
      : []),
    ...(images.some(({ attribs }) => attribs.alt === undefined)
      ? ['An image has no alternative text, so it says nothing where images are off; give it one.']
      : []),
    ...(CLIPPING_CHARACTER.test(html)
      ? ['The email has a control character, and Gmail clips it there; take it out.']
      : []),
  ];
}

function problem(code: IssueProblem['code'], level: IssueProblem['level'], message: string): IssueProblem {
  return { level, code, message, place: 'mail' };
}
