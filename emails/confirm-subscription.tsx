import { DEFAULT_SHOWN_LOOK } from '../src/look/shown-look.ts';
import { type ConfirmSubscriptionProps, confirmWords } from './_components/transactional/confirm-wording.ts';
import { TransactionalEmail } from './_components/transactional/transactional-email.tsx';

/** Asks the owner of an email address whether the sign-up was theirs. Says nothing else: they may never have asked. */
export default function ConfirmSubscription(props: ConfirmSubscriptionProps) {
  const { newsletterName, confirmUrl, sender, ownLook } = props;
  return (
    <TransactionalEmail
      newsletterName={newsletterName}
      words={confirmWords(props)}
      url={confirmUrl}
      sender={sender}
      ownLook={ownLook}
    />
  );
}

ConfirmSubscription.PreviewProps = {
  newsletterName: 'Weekly AI Tool Verdicts',
  confirmUrl: 'https://verdicts.example/confirm/q7Zc1mXn0d4uJb9sEwTgYh2LkRvAoPfI',
  ownLook: DEFAULT_SHOWN_LOOK,
  sender: {
    name: 'Weekly AI Tool Verdicts',
    postalAddress: 'Verdicts Press, 12 Lockkeeper Lane, Portside 4021',
  },
  hoursValid: 72,
} satisfies ConfirmSubscriptionProps;
