import { getElementsByTagName, textContent } from 'domutils';
import { parseDocument } from 'htmlparser2';
import { renderWeeklyIssue } from '../../emails/_components/render.tsx';
import type { WeeklyIssueProps } from '../../emails/weekly-issue.tsx';
import type { Digest } from '../../src/digest/digest.ts';
import { DEFAULT_SHOWN_LOOK } from '../../src/look/shown-look.ts';

/** The digest with everything else that an email needs; its links are the renderer's markers. */
export function issueProps(digest: Digest): WeeklyIssueProps {
  return {
    digest,
    ownLook: DEFAULT_SHOWN_LOOK,
    sender: { name: 'Weekly AI Tool Verdicts', postalAddress: 'Pier 9\n4021 Portside' },
    links: {
      unsubscribe: 'https://5f3a0b.unsubscribe.invalid/',
      preferences: 'https://5f3a0b.invalid/preferences',
      webView: 'https://verdicts.example/issues/2026-W47',
      archive: 'https://verdicts.example/issues',
      signUp: 'https://verdicts.example/',
      takesReplies: true,
    },
  };
}

export async function renderedIssue(digest: Digest): Promise<ParsedMail> {
  return parsedMail(await renderWeeklyIssue(issueProps(digest)));
}

export type ParsedMail = ReturnType<typeof parsedMail>;

export function parsedMail(html: string) {
  const document = parseDocument(html);
  const all = (tag: string) => getElementsByTagName(tag, document);
  return {
    html,
    all,
    texts: (tag: string) => all(tag).map((element) => textContent(element)),
    hrefs: all('a').map((link) => link.attribs.href ?? ''),
    headings: all('*')
      .filter(({ name }) => /^h[1-6]$/.test(name))
      .map((heading) => ({ level: Number(heading.name[1]), text: textContent(heading) })),
    /** The text of the body, with one space for every run of white space. */
    body: textContent(all('body')).replace(/\s+/g, ' '),
  };
}
