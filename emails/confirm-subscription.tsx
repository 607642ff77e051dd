import { confirmWords } from './_components/confirm-wording.ts';
import { Footer, type Sender } from './_components/footer.tsx';
import { Card } from './_components/layout.tsx';
import { Mail } from './_components/mail.tsx';
import { Masthead } from './_components/masthead.tsx';
import { look } from './theme.ts';

export interface ConfirmSubscriptionProps {
  newsletterName: string;
  confirmUrl: string;
  sender: Sender;
  /** How long the link works. */
  hoursValid: number;
}

/** Asks whoever owns an address whether the sign-up was theirs. Says nothing else: it may reach someone who never asked. */
export default function ConfirmSubscription(props: ConfirmSubscriptionProps) {
  const { newsletterName, confirmUrl, sender } = props;
  const words = confirmWords(props);
  return (
    <Mail subject={words.subject} preheader={words.preheader}>
      <Masthead name={newsletterName} edition={null} />
      <Card emphasis>
        <h1 {...look({ size: 28, also: 'h h1', css: { lineHeight: '35px', margin: '0 0 14px' } })}>
          {words.heading}
        </h1>
        <p className="p">{words.request}</p>
        <table role="presentation" cellPadding={0} cellSpacing={0}>
          <tbody>
            <tr>
              <td {...look({ fill: 'ink', css: { borderRadius: '4px' } })}>
                <a
                  href={confirmUrl}
                  {...look({
                    text: 'onInk',
                    fill: 'ink',
                    // A border instead of padding, which Word does not know on a link.
                    rule: { colour: 'strong', edge: 'border', line: '12px solid' },
                    css: {
                      display: 'inline-block',
                      borderRadius: '4px',
                      fontWeight: 'bold',
                      textDecoration: 'underline',
                    },
                  })}
                >
                  {words.button}
                </a>
              </td>
            </tr>
          </tbody>
        </table>
        <p className="m">{`${words.validity} ${words.otherwise}`}</p>
        <p {...look({ size: 14, also: 'p' })}>
          <a href={confirmUrl} {...look({ text: 'link', css: { textDecoration: 'underline' } })}>
            {confirmUrl}
          </a>
        </p>
        <p {...look({ text: 'muted' })}>{words.ignore}</p>
      </Card>
      <Footer why={words.why} sender={sender} />
    </Mail>
  );
}

ConfirmSubscription.PreviewProps = {
  newsletterName: 'Weekly AI Tool Verdicts',
  confirmUrl: 'https://verdicts.example/confirm/q7Zc1mXn0d4uJb9sEwTgYh2LkRvAoPfI',
  sender: {
    name: 'Weekly AI Tool Verdicts',
    postalAddress: 'Verdicts Press, 12 Lockkeeper Lane, Portside 4021',
  },
  hoursValid: 72,
} satisfies ConfirmSubscriptionProps;
