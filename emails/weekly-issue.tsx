import type { Digest } from '../src/digest/digest.ts';
import { DEFAULT_SHOWN_LOOK, type ShownLook } from '../src/look/shown-look.ts';
import { TextLink } from './_components/brand.tsx';
import { Answers } from './_components/digest/answers.tsx';
import { Section } from './_components/digest/section.tsx';
import { SponsorPart } from './_components/digest/sponsor.tsx';
import { comparisonsIn, editionWords, whyYouGetThis } from './_components/digest/wording.ts';
import { Email } from './_components/email.tsx';
import { Footer, FooterLink, type Sender } from './_components/footer.tsx';
import { Sheet } from './_components/layout.tsx';
import { Markdown } from './_components/markdown.tsx';
import { Masthead } from './_components/masthead.tsx';
import { previewDigest } from './_components/previews/preview-digest.ts';
import { LineWords, OwnPage } from './_components/words.tsx';
import { FONTS, look } from './theme.ts';

export interface WeeklyIssueProps {
  digest: Digest;
  /** The newsletter's name, and the postal address that the law requires. */
  sender: Sender;
  ownLook: ShownLook;
  /** Used as they are: a recipient's own URLs, or the markers that are replaced by them. */
  links: {
    unsubscribe: string;
    preferences: string;
    webView: string;
    archive: string;
    signUp: string;
    /** A reply reaches a person. */
    takesReplies: boolean;
  };
}

/** The same props give the same bytes. */
export default function WeeklyIssue({ digest, sender, ownLook, links }: WeeklyIssueProps) {
  const of = comparisonsIn(digest).length;
  return (
    <OwnPage value={links.webView}>
      <Email subject={digest.subject} preheader={digest.preheader} ownLook={ownLook}>
        <Masthead name={sender.name} edition={editionWords(digest)} />
        <Sheet padding="14px 32px 22px">
          <h1 {...look({ size: 32, className: 'h1', css: { lineHeight: '38px', margin: '0 0 8px' } })}>
            {digest.subject}
          </h1>
          {digest.summary !== null && (
            <p {...look({ text: 'muted' })}>
              <LineWords line={digest.summary} />
            </p>
          )}
          {digest.intro !== null && (
            <div {...look({ size: 17, className: 'j', css: { fontFamily: FONTS.voice } })}>
              <Markdown text={digest.intro} />
            </div>
          )}
        </Sheet>
        <Answers digest={digest} webView={links.webView} />
        {digest.sections.map((section, index) => (
          <Section
            key={section.comparisons[0]?.slug}
            section={section}
            of={of}
            webView={links.webView}
            afterFirst={index === 0 && digest.sponsor !== null && <SponsorPart sponsor={digest.sponsor} />}
          />
        ))}
        <Sheet edge="strong" padding="20px 32px 24px">
          {digest.closing !== null && (
            <div
              {...look({
                size: 17,
                css: { fontFamily: FONTS.voice, lineHeight: '26px', margin: '0 0 12px' },
              })}
            >
              <Markdown text={digest.closing} />
            </div>
          )}
          <p {...look({ size: 15 })}>
            {'Forwarded to you? '}
            <TextLink href={links.signUp}>Sign up</TextLink>
            {'.'}
            {links.takesReplies && ' Reply to this email: a person reads it.'}
          </p>
        </Sheet>
        <Footer why={whyYouGetThis} sender={sender}>
          <FooterLink href={links.unsubscribe}>Unsubscribe</FooterLink>
          <FooterLink href={links.preferences}>Preferences</FooterLink>
          <FooterLink href={links.webView}>View in browser</FooterLink>
          <FooterLink href={links.archive}>All issues</FooterLink>
        </Footer>
      </Email>
    </OwnPage>
  );
}

WeeklyIssue.PreviewProps = {
  digest: previewDigest,
  sender: {
    name: 'Weekly AI Tool Verdicts',
    postalAddress: 'Verdicts Press, 12 Lockkeeper Lane, Portside 4021',
  },
  ownLook: DEFAULT_SHOWN_LOOK,
  links: {
    unsubscribe: 'https://verdicts.example/unsubscribe/5b1f0c7e',
    preferences: 'https://verdicts.example/preferences/5b1f0c7e',
    webView: 'https://verdicts.example/issues/2026-W47',
    archive: 'https://verdicts.example/issues',
    signUp: 'https://verdicts.example/',
    takesReplies: true,
  },
} satisfies WeeklyIssueProps;
