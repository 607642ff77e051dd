import type { Sender } from './_components/footer.tsx';
import { Letter } from './_components/letter.tsx';
import { ownDataWords } from './_components/own-data-wording.ts';

export interface OwnDataProps {
  newsletterName: string;
  dataUrl: string;
  sender: Sender;
  /** How long the link works. */
  hoursValid: number;
}

/** Brings the link to one's own data: digests are forwarded, so their links alone do not show who asks. */
export default function OwnData(props: OwnDataProps) {
  const { newsletterName, dataUrl, sender } = props;
  return <Letter newsletterName={newsletterName} words={ownDataWords(props)} url={dataUrl} sender={sender} />;
}

OwnData.PreviewProps = {
  newsletterName: 'Weekly AI Tool Verdicts',
  dataUrl: 'https://verdicts.example/data/q7Zc1mXn0d4uJb9sEwTgYh2LkRvAoPfI',
  sender: {
    name: 'Weekly AI Tool Verdicts',
    postalAddress: 'Verdicts Press, 12 Lockkeeper Lane, Portside 4021',
  },
  hoursValid: 24,
} satisfies OwnDataProps;
