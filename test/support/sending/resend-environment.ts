import { FAKE_KEY } from '../../fake-resend/fake-resend.ts';

/** The environment in which the program sends through a fake Resend, without obstacles. */
export function resendEnvironment(url: string): Record<string, string> {
  return {
    TRANSPORT: 'resend',
    RESEND_API_KEY: FAKE_KEY,
    RESEND_BASE_URL: url,
    NEWSLETTER_NAME: 'Digest',
    NEWSLETTER_FROM: 'digest@verdicts.test',
    NEWSLETTER_REPLY_TO: 'editor@verdicts.test',
    POSTAL_ADDRESS: '1 Street, Town',
    PUBLIC_URL: 'https://verdicts.test',
  };
}
