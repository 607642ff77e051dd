import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { composeApp } from '../src/app/compose-app.ts';
import { issueChecks } from '../src/doctor/issue-checks.ts';
import { approveIssue as approve } from '../src/issue-actions/approve-issue.ts';
import { decideIssue } from '../src/issue-actions/decide-issue.ts';
import { forecastSend } from '../src/issue-actions/forecast-send.ts';
import { resumeIssue } from '../src/issue-actions/resume-issue.ts';
import { sendSlot } from '../src/issue-actions/send-slot.ts';
import { RESTORED_REASON } from '../src/issues/restored-reason.ts';
import { previewIssue } from '../src/render/preview-issue.ts';
import { addWeeks } from '../src/schedule/slot.ts';
import { loadConfig } from '../src/settings/config.ts';
import { messageOf } from '../src/shared/errors.ts';
import { parsedPage } from './http/pages/open-pages.ts';
import { testClock } from './support/clock.ts';
import { aComparison, DAY, HOUR, TUESDAY } from './support/comparisons.ts';
import { openStudio } from './support/http/studio.ts';
import { addReaders, approveIssue, SLOT } from './support/issues.ts';
import { makePlace, type Place } from './support/processes.ts';
import { resendEnvironment } from './support/sending/resend-environment.ts';
import { scriptedTransport } from './support/sending/scripted-transport.ts';

let place: Place;
const clock = testClock();
beforeEach(async () => {
  place = await makePlace();
});
afterEach(() => place.remove());

const open = (settings: Record<string, string> = {}) =>
  composeApp(loadConfig({ ...place.env, ...resendEnvironment('http://127.0.0.1:1'), ...settings }), {
    clock,
  });

const change = { scheduledAt: TUESDAY, at: TUESDAY };

async function hold(slot: string, reason: string | null) {
  const app = await open();
  await addReaders(app.subscriberStore, 1);
  await app.comparisonStore.saveComparison(aComparison({ tools: ['Kiln', 'Loom'] }), TUESDAY - HOUR);
  await decideIssue({ slot, action: 'hold', reason }, app);
  await app.close();
}

async function pause(reason: string, pausedUntil: number | null) {
  const app = await open();
  await addReaders(app.subscriberStore, 1);
  await approveIssue(app);
  await app.deliveryStore.freezeAudience({ slot: SLOT, at: TUESDAY, limit: 9, transport: 'resend' });
  await app.issueStore.changeStatus({
    ...change,
    slot: SLOT,
    from: 'sending',
    to: 'paused',
    reason,
    pausedUntil,
  });
  await app.close();
}

/** What each place says about the issue of `SLOT`. */
async function sayings(settings: Record<string, string> = {}) {
  const app = await open(settings);
  const studio = await openStudio({ parts: { ...app, clock } });
  const { problems } = await previewIssue({ slot: SLOT, now: clock.now() }, app);
  const sending = {
    ...app,
    dailyLimit: null,
    transport: scriptedTransport(),
    signal: AbortSignal.abort(),
  };
  const said = {
    doctor: await issueChecks(app),
    draft: problems.map(({ message }) => message).join('\n'),
    dryRun: (await forecastSend(SLOT, app)).reason ?? '',
    send: await sendSlot(SLOT, sending).then(({ reason }) => reason ?? '', messageOf),
    studio: parsedPage(await studio.read(`/studio?slot=${SLOT}`))
      .texts('main')
      .join('\n'),
  };
  studio.close();
  await app.close();
  return said;
}

/** Why an issue cannot be resumed by a command. */
async function refusedResume(settings: Record<string, string>): Promise<string> {
  const app = await open(settings);
  const words = await resumeIssue(SLOT, null, app).then(() => '', messageOf);
  await app.close();
  return words;
}

/** Where commands are the way out; the studio has buttons. */
const everywhere = ({ doctor, draft, dryRun, send }: Awaited<ReturnType<typeof sayings>>) => [
  doctor.map(({ message }) => message).join('\n'),
  draft,
  dryRun,
  send,
];

describe('an issue that is held', () => {
  test.each(['Wait for the photo.', 'The sponsor has not paid', RESTORED_REASON.held])(
    'a held issue shows its reason and the way out everywhere: %s',
    async (reason) => {
      await hold(SLOT, reason);
      const said = await sayings();
      for (const words of everywhere(said)) {
        expect(words).toContain(reason);
        expect(words).toContain(
          `To send it, run: verdicts issue approve ${SLOT} && verdicts send --slot ${SLOT}`,
        );
      }
      expect(said.studio).toContain(reason);
      expect(said.studio).toMatch(/Send to \d+ subscribers? now|Fix \d+ things? first/);
      expect(said.studio).toContain('Release as a draft…');
      expect(said.doctor).toMatchObject([
        { level: 'stop', message: expect.stringContaining('17 Nov, 09:00') },
      ]);
    },
  );

  test.each(['Wait for the photo.', RESTORED_REASON.held])(
    'a held issue whose time is ahead can be made a draft again until then, in every place: %s',
    async (reason) => {
      clock.advance(-6 * HOUR);
      await hold(SLOT, reason);
      const said = await sayings();
      clock.advance(6 * HOUR);
      expect(said.studio).toContain(reason);
      expect(said.studio).toContain('Release');
      for (const words of everywhere(said)) {
        expect(words).toContain(
          `To make it a draft again, which waits for its time, run: verdicts issue resume ${SLOT}. To send it now, run: verdicts issue approve ${SLOT}`,
        );
      }
    },
  );

  test('a held issue of a past week stops no send, but doctor still mentions it', async () => {
    await hold(addWeeks(SLOT, -2), 'Too thin.');
    const { doctor } = await sayings();
    expect(doctor).toMatchObject([{ level: 'warn', message: expect.stringContaining('Too thin.') }]);
  });
});

describe('an issue that is paused', () => {
  test('an issue paused until midnight is a warning everywhere, with the instant and the command', async () => {
    await pause('The day is full.', TUESDAY + HOUR);
    const said = await sayings();
    for (const words of everywhere(said)) {
      expect(words).toContain('until Tue 17 Nov, 10:00 UTC: The day is full.');
      expect(words).toContain(`verdicts send --slot ${SLOT}`);
    }
    expect(said.studio).toContain('Paused until Tuesday 17 November, 10:00 UTC.');
    expect(said.studio).toContain('The day is full.');
    expect(said.doctor).toMatchObject([{ level: 'warn' }]);
  });

  test('an issue paused for a person is stopped everywhere, with its reason', async () => {
    await pause('The key was refused.', null);
    const said = await sayings();
    for (const words of everywhere(said)) {
      expect(words).toContain('The key was refused.');
      expect(words).toContain(`verdicts issue resume ${SLOT}`);
    }
    expect(said.studio).toContain('The key was refused.');
    expect(said.studio).toContain('Continue sending');
    expect(said.doctor).toMatchObject([{ level: 'stop' }]);
  });

  test.each([
    ['by a restore', RESTORED_REASON.paused, null],
    ['by the provider', 'The key was refused.', null],
    ['until midnight', 'The day is full.', TUESDAY + HOUR],
  ])(
    'an issue paused %s says why before it says that TRANSPORT is another',
    async (_, reason, pausedUntil) => {
      await pause(reason, pausedUntil);
      const elsewhere = { TRANSPORT: 'outbox', RESEND_API_KEY: '' };
      const { doctor, dryRun, send } = await sayings(elsewhere);
      const resume = await refusedResume(elsewhere);
      for (const words of [doctor.map(({ message }) => message).join(), dryRun, send, resume]) {
        expect(words).toContain(reason);
        expect(words.indexOf(reason)).toBeLessThan(words.indexOf('Set TRANSPORT=resend'));
      }
    },
  );

  test.each([
    ['a restore', RESTORED_REASON.paused],
    ['a move', RESTORED_REASON.copied],
    ['a failover', RESTORED_REASON.failedOver],
  ])('an issue paused by %s says what to do if it went out, whatever TRANSPORT is', async (_, reason) => {
    await pause(reason, null);
    for (const settings of [{}, { TRANSPORT: 'outbox', RESEND_API_KEY: '' }] as Record<string, string>[]) {
      const { doctor, dryRun, send } = await sayings(settings);
      for (const words of [doctor.map(({ message }) => message).join(), dryRun, send])
        expect(words).toContain(`If it went out: verdicts issue cancel ${SLOT}`);
    }
  });

  test('an issue paused by a restore says so on the page that resumes it, even if TRANSPORT is another', async () => {
    await pause(RESTORED_REASON.paused, null);
    for (const settings of [{}, { TRANSPORT: 'outbox', RESEND_API_KEY: '' }] as Record<string, string>[]) {
      const app = await open(settings);
      const studio = await openStudio({ parts: { ...app, clock } });
      const page = parsedPage(await studio.read(`/studio/issues/${SLOT}/resume`))
        .texts('p')
        .join('\n');
      studio.close();
      await app.close();
      expect(page.split('a person must decide')).toHaveLength(2);
    }
  });
});

describe('an issue that was approved for another time than its slot now has', () => {
  const approveFor = async (settings: Record<string, string>) => {
    const app = await open({ REVIEW: 'required', ...settings });
    await addReaders(app.subscriberStore, 1);
    await app.comparisonStore.saveComparison(aComparison({ tools: ['Kiln', 'Loom'] }), TUESDAY - DAY);
    await approve({ slot: SLOT }, { ...app, clock });
    await app.close();
  };

  /** What doctor and the studio say about the issue. */
  const said = async (settings: Record<string, string>) => {
    const app = await open({ REVIEW: 'required', ...settings });
    const studio = await openStudio({ parts: { ...app, clock } });
    const page = parsedPage(await studio.read(`/studio/issues/${SLOT}`)).texts('p');
    studio.close();
    const doctor = await issueChecks(app);
    await app.close();
    return { doctor, studio: page.join('\n') };
  };

  test.each([
    ['an earlier day', { SCHEDULE: '0 9 * * 1' }, 'Mon 16 Nov, 09:00 UTC'],
    ['a later hour', { SCHEDULE: '0 17 * * 2' }, 'Tue 17 Nov, 17:00 UTC'],
    ['another time zone', { TIMEZONE: 'Asia/Tokyo' }, 'Tue 17 Nov, 09:00 GMT+9'],
  ])(
    'an issue approved for another time is a warning with the way out, in doctor and in the studio: %s',
    async (_, settings, time) => {
      clock.set(new Date(TUESDAY - HOUR).toISOString());
      await approveFor({});
      const { doctor, studio } = await said(settings);
      for (const words of [
        `its time is now ${time}, so it does not go out by itself. Change SCHEDULE or TIMEZONE back before then`,
        `verdicts issue hold ${SLOT} && verdicts issue approve ${SLOT}`,
      ]) {
        expect(doctor).toContainEqual(
          expect.objectContaining({ level: 'warn', message: expect.stringContaining(words) }),
        );
        expect(studio).toContain(words);
      }
      expect(JSON.stringify(await said({}))).not.toContain('does not go out by itself');
    },
  );

  test('an issue approved for another time goes out at the new time once it is approved again', async () => {
    clock.set(new Date(TUESDAY - HOUR).toISOString());
    await approveFor({});
    const later = { SCHEDULE: '0 17 * * 2' };
    const app = await open({ REVIEW: 'required', ...later });
    await decideIssue({ slot: SLOT, action: 'hold', reason: null }, { ...app, clock });
    await app.close();
    await approveFor(later);
    expect(JSON.stringify(await said(later))).not.toContain('does not go out by itself');
  });
});
