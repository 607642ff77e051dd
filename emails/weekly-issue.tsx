import type { Digest } from '../src/digest/digest.ts';
import { Intro } from './_components/digest/intro.tsx';
import { Section } from './_components/digest/section.tsx';
import { WeekInNumbers } from './_components/digest/week-in-numbers.tsx';
import { weekWords, whyYouGetThis } from './_components/digest/wording.ts';
import { Email } from './_components/email.tsx';
import { Footer, FooterLink, type Sender } from './_components/footer.tsx';
import { Card } from './_components/layout.tsx';
import { Masthead } from './_components/masthead.tsx';
import { previewDigest } from './_components/previews/preview-digest.ts';
import { look } from './theme.ts';

export interface WeeklyIssueProps {
  digest: Digest;
  /** The newsletter's name, and the postal address that the law requires. */
  sender: Sender;
  /** Used as they are: a recipient's own URLs, or the markers that are replaced by them. */
  links: { unsubscribe: string; preferences: string; webView: string };
}

/** The same props give the same bytes. */
export default function WeeklyIssue({ digest, sender, links }: WeeklyIssueProps) {
  return (
    <Email subject={digest.subject} preheader={digest.preheader}>
      <Masthead name={sender.name} edition={weekWords(digest.slot)} />
      <Card>
        <h1 {...look({ size: 32, className: 'h h1', css: { lineHeight: '39px', margin: '0 0 14px' } })}>
          {digest.subject}
        </h1>
        <Intro text={digest.intro} />
        <WeekInNumbers digest={digest} />
      </Card>
      {digest.sections.map((section) => (
        <Section key={section.comparisons[0]?.slug} section={section} of={digest.numbers.comparisons} />
      ))}
      <Footer why={whyYouGetThis} sender={sender}>
        <FooterLink href={links.unsubscribe}>Unsubscribe</FooterLink>
        <FooterLink href={links.preferences}>Preferences</FooterLink>
        <FooterLink href={links.webView}>View in browser</FooterLink>
      </Footer>
    </Email>
  );
}

WeeklyIssue.PreviewProps = {
  digest: previewDigest,
  sender: {
    name: 'Weekly AI Tool Verdicts',
    postalAddress: 'Verdicts Press, 12 Lockkeeper Lane, Portside 4021',
  },
  links: {
    unsubscribe: 'https://verdicts.example/unsubscribe/5b1f0c7e',
    preferences: 'https://verdicts.example/preferences/5b1f0c7e',
    webView: 'https://verdicts.example/issues/2026-W47',
  },
} satisfies WeeklyIssueProps;
