import { DEFAULT_SHOWN_LOOK } from '../src/look/shown-look.ts';
import { type OwnDataProps, ownDataWords, ownLinks } from './_components/transactional/own-data-wording.ts';
import { TransactionalEmail } from './_components/transactional/transactional-email.tsx';

/**
 * Brings a subscriber's own links: to their data, because digests get forwarded and their links alone do not show who
 * is asking; to the subscription, because links get broken.
 */
export default function OwnData(props: OwnDataProps) {
  const { newsletterName, dataUrl, sender, ownLook } = props;
  return (
    <TransactionalEmail
      newsletterName={newsletterName}
      words={ownDataWords(props)}
      url={dataUrl}
      others={ownLinks(props)}
      sender={sender}
      ownLook={ownLook}
    />
  );
}

OwnData.PreviewProps = {
  newsletterName: 'Weekly AI Tool Verdicts',
  dataUrl: 'https://verdicts.example/data/q7zc2mxn5d4ujb6sewtgyh2lkrvaopfiq7zc2mxn',
  preferencesUrl: 'https://verdicts.example/preferences/aeaaaaaaae6y4dkzr2lkrvaopfiq7zc2mxn5d4uj',
  unsubscribeUrl: 'https://verdicts.example/unsubscribe/aeaaaaaaae6y4dkzrb6sewtgyh2lkrvaopfiq7zc',
  ownLook: DEFAULT_SHOWN_LOOK,
  sender: {
    name: 'Weekly AI Tool Verdicts',
    postalAddress: 'Verdicts Press, 12 Lockkeeper Lane, Portside 4021',
  },
  hoursValid: 24,
} satisfies OwnDataProps;
