import { getElementsByTagName, textContent } from 'domutils';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type App, composeApp } from '../src/app/compose-app.ts';
import { examineInstallation } from '../src/doctor/installation-checks.ts';
import { senderChecks } from '../src/doctor/next-issue.ts';
import { approveIssue } from '../src/issue-actions/approve-issue.ts';
import { forecastSend } from '../src/issue-actions/forecast-send.ts';
import { sendSlot } from '../src/issue-actions/send-slot.ts';
import { previewIssue } from '../src/render/preview-issue.ts';
import { type Config, loadConfig } from '../src/settings/config.ts';
import { messageOf } from '../src/shared/errors.ts';
import { parsedPage } from './http/pages/open-pages.ts';
import { type TestClock, testClock } from './support/clock.ts';
import { aComparison, HOUR, TUESDAY } from './support/comparisons.ts';
import { openStudio } from './support/http/studio.ts';
import { addReaders, SLOT } from './support/issues.ts';
import { makePlace, type Place } from './support/processes.ts';
import { resendEnvironment } from './support/sending/resend-environment.ts';
import { scriptedTransport } from './support/sending/scripted-transport.ts';

const NO_NETWORK = 'http://127.0.0.1:1';

/** What people call each setting, and how the message about it says where to set it. */
const WORDS: Readonly<Record<string, { words: string; place: string }>> = {
  NEWSLETTER_FROM: { words: 'sender', place: 'Set NEWSLETTER_FROM in \\.env to ' },
  NEWSLETTER_REPLY_TO: { words: 'reply address', place: 'in Settings \\(NEWSLETTER_REPLY_TO\\)\\.' },
  POSTAL_ADDRESS: { words: 'postal address', place: 'in Settings \\(POSTAL_ADDRESS\\)\\.' },
  PUBLIC_URL: { words: 'public URL', place: 'Set PUBLIC_URL in \\.env to ' },
};

/** A setting that stops a real send, and the message about its current value. */
const FAULTS: readonly [string, Record<string, string>][] = [
  ['the example NEWSLETTER_FROM', { NEWSLETTER_FROM: '' }],
  ['no NEWSLETTER_REPLY_TO', { NEWSLETTER_REPLY_TO: '' }],
  ['an example NEWSLETTER_REPLY_TO', { NEWSLETTER_REPLY_TO: 'editors@mail.example.com' }],
  ['the example POSTAL_ADDRESS', { POSTAL_ADDRESS: '' }],
  ['the example PUBLIC_URL', { PUBLIC_URL: '' }],
  ['a PUBLIC_URL without https', { PUBLIC_URL: 'http://verdicts.test' }],
];

let place: Place;
let clock: TestClock;
beforeEach(async () => {
  place = await makePlace();
  clock = testClock();
});
afterEach(() => place.remove());

const heldAgain = (at: number) => ({
  slot: SLOT,
  scheduledAt: TUESDAY,
  to: 'held' as const,
  reason: null,
  at,
});

const configWith = (changes: Record<string, string> = {}) =>
  loadConfig({ ...place.env, ...resendEnvironment(NO_NETWORK), ...changes });

const within = async <Result>(config: Config, use: (app: App) => Promise<Result>): Promise<Result> => {
  const app = await composeApp(config, { clock });
  try {
    return await use(app);
  } finally {
    await app.close();
  }
};

/** A comparison, a reader, and an issue that was approved with these settings; a draft if null. */
async function prepare(frozenWith: Record<string, string> | null) {
  await within(configWith(frozenWith ?? {}), async (app) => {
    await addReaders(app.subscriberStore, 1);
    await app.comparisonStore.saveComparison(aComparison({ tools: ['Kiln', 'Loom'] }), TUESDAY - HOUR);
    if (frozenWith !== null) await approveIssue({ slot: SLOT }, app);
  });
}

/** What stops a real send, in every place that says so; only the last one changes anything. */
async function sayings(changes: Record<string, string>) {
  const config = configWith(changes);
  const { checks, next } = await examineInstallation(config);
  const own = [...checks.filter(({ name }) => name === 'issue'), ...senderChecks(config.newsletter, next)];
  return within(config, async (app) => {
    const { problems } = await previewIssue({ slot: SLOT, now: clock.now() }, app);
    const { reason, obstacles } = await forecastSend(SLOT, app);
    return {
      draft: problems.filter(({ code }) => code === 'real-send-refused').map(({ message }) => message),
      'send --dry-run': reason === null ? [] : reason.split('\n'),
      obstacles: [...obstacles],
      doctor: own.filter(({ level }) => level === 'stop').map(({ message }) => message),
      warnings: own.filter(({ level }) => level === 'warn').map(({ message }) => message),
      studio: await studioSays(app),
      send: await sendSays(app),
    };
  });
}

/** What the studio says before sending and on its first page; it offers the button only if nothing stops the send. */
async function studioSays(app: App): Promise<{ asking: string; problems: string; stops: boolean }> {
  const studio = await openStudio({ parts: { ...app, clock } });
  const page = parsedPage(await studio.read(`/studio/issues/${SLOT}/send`));
  const first = parsedPage(await studio.read(`/studio?slot=${SLOT}`));
  studio.close();
  const stops = !page.texts('button').some((words) => words.startsWith('Send'));
  return { asking: page.texts('p').join('\n'), problems: first.texts('li').join('\n'), stops };
}

async function sendSays(app: App): Promise<string[]> {
  const transport = scriptedTransport();
  const signal = new AbortController().signal;
  try {
    const deps = { ...app, dailyLimit: null, transport, signal };
    expect((await sendSlot(SLOT, deps)).issue.status).toBe('sent');
    return [];
  } catch (error) {
    return messageOf(error).split('\n');
  }
}

/** All places must say the same, word for word; returns what. */
async function agreed(changes: Record<string, string>) {
  const { warnings, studio, doctor, ...said } = await sayings(changes);
  const { draft } = said;
  for (const [surface, messages] of Object.entries(said))
    expect([surface, messages]).toEqual([surface, draft]);
  expect(doctor.length > 0).toBe(draft.length > 0);
  for (const message of draft) {
    expect(doctor.join(' ')).toContain(message);
    expect(studio.asking).toContain(message);
    expect(studio.problems).toContain(message);
  }
  expect(studio.stops).toBe(draft.length > 0);
  return { obstacles: draft, warnings };
}

describe.each(FAULTS)('with %s', (_what, fault) => {
  const [[setting, value] = ['', '']] = Object.entries(fault);
  const { words = '', place: usualPlace = '' } = WORDS[setting] ?? {};
  // What the environment sets cannot be changed in Settings.
  const place = value === '' ? usualPlace : `${setting} in \\.env `;

  test('a setting that is wrong now stops a draft everywhere, and each place says what to set', async () => {
    await prepare(null);
    const { obstacles, warnings } = await agreed(fault);
    expect([obstacles, warnings]).toEqual([
      [
        expect.stringMatching(
          new RegExp(`^(The ${words} is|Your newsletter has no ${words}).*\\. .*${place}`),
        ),
      ],
      [],
    ]);
  });

  test('a setting that was wrong at the approval and still is stops an issue everywhere until it is set and approved again', async () => {
    await prepare(fault);
    const { obstacles } = await agreed(fault);
    expect(obstacles).toEqual([
      expect.stringMatching(
        new RegExp(
          `^Week 47 was approved with.*${words}.*\\. Set .*${setting}( in \\.env|\\)), then approve it again: verdicts`,
        ),
      ),
    ]);
  });

  test('a setting that was wrong at the approval and is right now stops an issue everywhere until it is approved again', async () => {
    await prepare(fault);
    const { obstacles, warnings } = await agreed({});
    expect(obstacles).toEqual([
      expect.stringMatching(
        new RegExp(
          `^Week 47 was approved with.*${words}.*\\. Approve it again: verdicts issue hold ${SLOT} && verdicts issue approve ${SLOT}$`,
        ),
      ),
    ]);
    expect(warnings).toEqual([]);
  });

  test('an issue that was approved with good settings goes out if one is wrong now, and doctor warns about the next', async () => {
    await prepare({});
    const { obstacles, warnings } = await agreed(fault);
    if (setting === 'PUBLIC_URL') {
      expect(obstacles).toEqual([
        expect.stringMatching(
          /^The links in Week 47 lead to https:\/\/verdicts\.test, and the public URL is now http:.*\. Set PUBLIC_URL in \.env back to https:\/\/verdicts\.test\.$/,
        ),
      ]);
    } else {
      expect([obstacles, warnings]).toEqual([
        [],
        [expect.stringMatching(new RegExp(`${words}.*\\. .*${place}.* ?Week 47 is approved and keeps`))],
      ]);
    }
  });
});

describe('with nothing wrong', () => {
  test.each([
    ['a draft', null],
    ['an approved issue', {}],
  ] as const)('with nothing wrong, %s goes out', async (_what, frozen) => {
    await prepare(frozen);
    expect(await agreed({})).toEqual({ obstacles: [], warnings: [] });
  });
});

describe('the way out of an approved issue', () => {
  const MOVED = { PUBLIC_URL: 'https://new.verdicts.test' };

  test('the advice for an approved issue names each setting once, including those that are wrong today', async () => {
    await prepare({ NEWSLETTER_FROM: '', POSTAL_ADDRESS: '', NEWSLETTER_REPLY_TO: '' });
    const { obstacles } = await agreed({ PUBLIC_URL: '' });
    expect(obstacles).toEqual([
      `Week 47 was approved with the example sender and postal address, without a reply address, and with a public URL (https://verdicts.test) that is not today's (http://127.0.0.1:3000). Set PUBLIC_URL in .env, then approve it again: verdicts issue hold ${SLOT} && verdicts issue approve ${SLOT}`,
    ]);
  });

  test('the advice for an approved issue whose pages moved is to restore the URL or to approve it again', async () => {
    await prepare({});
    expect((await agreed(MOVED)).obstacles).toEqual([
      `The links in Week 47 lead to https://verdicts.test, and the public URL is now https://new.verdicts.test. Set PUBLIC_URL in .env back to https://verdicts.test, or approve it again: verdicts issue hold ${SLOT} && verdicts issue approve ${SLOT}`,
    ]);
  });

  test('the advice for an approved issue is not to approve it again while that would freeze another error', async () => {
    await prepare({});
    expect((await agreed({ ...MOVED, NEWSLETTER_FROM: '' })).obstacles[0]).toContain(
      'or set NEWSLETTER_FROM in .env, then approve it again: ',
    );
  });
});

describe('doctor with the outbox, about an issue that was approved with examples', () => {
  const OUTBOX = { TRANSPORT: 'outbox', RESEND_API_KEY: '' };
  const again = `approve it again: verdicts issue hold ${SLOT} && verdicts issue approve ${SLOT}`;

  test('doctor says that example settings must be set and the issue approved again', async () => {
    await prepare({ NEWSLETTER_FROM: '', POSTAL_ADDRESS: '' });
    const { doctor, warnings } = await sayings({ ...OUTBOX, NEWSLETTER_FROM: '', POSTAL_ADDRESS: '' });
    expect(doctor).toEqual([
      expect.stringContaining(`Week 47 was approved with this example: set it, then ${again}`),
      expect.stringContaining(`Week 47 was approved with this example: set it, then ${again}`),
    ]);
    expect(warnings.join()).toContain('A real send would be refused.');
    expect([...doctor, ...warnings].join()).not.toContain('keeps what it was approved with');
  });

  test('doctor says that an issue must be approved again even if the settings are right by now', async () => {
    await prepare({ NEWSLETTER_FROM: '' });
    const { warnings } = await sayings(OUTBOX);
    expect(warnings).toEqual([
      `A real send would be refused. Week 47 was approved with the example sender. Approve it again: verdicts issue hold ${SLOT} && verdicts issue approve ${SLOT}`,
    ]);
  });

  test('doctor says that an issue was approved without a reply address', async () => {
    await prepare({ NEWSLETTER_REPLY_TO: '' });
    expect((await sayings({ ...OUTBOX, NEWSLETTER_REPLY_TO: '' })).doctor).toEqual([
      expect.stringContaining(`Week 47 was approved without it: set it, then ${again}`),
    ]);
  });

  test('doctor says nothing about an issue that was approved with real settings', async () => {
    await prepare({});
    const { doctor, warnings } = await sayings(OUTBOX);
    expect([doctor, warnings]).toEqual([[], []]);
  });
});

describe('the studio, about an issue that was approved with examples', () => {
  const problemsOf = async (changes: Record<string, string>) =>
    within(configWith(changes), async (app) => {
      const studio = await openStudio({ parts: { ...app, clock } });
      const first = await studio.read(`/studio?slot=${SLOT}`);
      const sending = await studio.read(`/studio/issues/${SLOT}/send`);
      studio.close();
      return { first, sending };
    });

  /** The links of the notice, by their words. */
  const waysIn = (page: string) => {
    const notice = parsedPage(page)
      .all('div')
      .filter(({ attribs }) => attribs.id === 'refused');
    return getElementsByTagName('a', notice).map((link) => [textContent(link), link.attribs.href]);
  };

  test('the studio leads to the actions if only approving again helps', async () => {
    await prepare({ NEWSLETTER_FROM: '' });
    const { first } = await problemsOf({});
    expect(first).not.toContain('Open settings');
    expect(waysIn(first)).toEqual([['unlock it', '#do-hold']]);
    expect(first).toMatch(/<button[^>]* id="do-hold"/);
  });

  test('the studio names the settings if they are still wrong', async () => {
    await prepare({ NEWSLETTER_FROM: '' });
    const { first } = await problemsOf({ NEWSLETTER_FROM: '' });
    expect(waysIn(first)).toEqual([['Open settings', '/studio/settings']]);
  });

  test('the studio promises that an approved issue goes out only if nothing stops it', async () => {
    const PROMISES = /Goes out by itself|It goes out within a minute|Nothing is left to do/;
    await prepare({ NEWSLETTER_FROM: '' });
    expect((await problemsOf({})).first).not.toMatch(PROMISES);
    await within(configWith(), (app) => app.issueStore.changeStatus(heldAgain(clock.now())));
    await within(configWith(), (app) => approveIssue({ slot: SLOT }, app));
    expect((await problemsOf({})).first).toMatch(PROMISES);
  });

  test.each([{ NEWSLETTER_FROM: '' }, { POSTAL_ADDRESS: '' }, { PUBLIC_URL: 'http://verdicts.test' }])(
    'the page that sends says once why it is refused: %o',
    async (fault) => {
      await prepare(fault);
      const { sending } = await problemsOf({});
      expect(sending.match(/was approved with/g)).toHaveLength(1);
    },
  );
});

test('nothing stops an issue through the outbox, because that is no real send', async () => {
  await prepare({ NEWSLETTER_FROM: '' });
  const { draft, 'send --dry-run': dry, send } = await sayings({ TRANSPORT: 'outbox', RESEND_API_KEY: '' });
  expect([draft, dry, send]).toEqual([[], [], []]);
});
