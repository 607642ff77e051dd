import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { STUDIO_ACTIONS, type StudioAction } from '../../../../src/http/studio/actions/issue-action.ts';
import { approveIssue } from '../../../../src/issue-actions/approve-issue.ts';
import { decideIssue } from '../../../../src/issue-actions/decide-issue.ts';
import { sendSlot } from '../../../../src/issue-actions/send-slot.ts';
import {
  ISSUE_STATUSES,
  type IssueStatus,
  statusesAfter,
} from '../../../../src/issues/issue-status-rules.ts';
import { aComparison, HOUR, TUESDAY } from '../../../support/comparisons.ts';
import { openStudio, type Studio } from '../../../support/http/studio.ts';
import { issueInStatus } from '../../../support/issue-in-status.ts';
import { addReaders, SLOT } from '../../../support/issues.ts';
import { handOverAll } from '../../../support/sending/hand-over.ts';
import { sendDeps } from '../../../support/sending/send-deps.ts';
import { HOSTILE, parsedPage } from '../../pages/open-pages.ts';

const ISSUE = `/studio/issues/${SLOT}`;

/** What is offered in each status, and the status it leads to. */
const OFFERED: Readonly<Record<IssueStatus, Partial<Record<StudioAction, IssueStatus>>>> = {
  draft: {
    approve: 'approved',
    send: 'sending',
    test: 'draft',
    hold: 'held',
    skip: 'skipped',
    cancel: 'cancelled',
  },
  approved: { send: 'sending', test: 'approved', hold: 'draft', cancel: 'cancelled' },
  sending: { test: 'sending', pause: 'paused', cancel: 'cancelled' },
  sent: { test: 'sent' },
  skipped: { resume: 'draft', test: 'skipped' },
  held: {
    resume: 'draft',
    approve: 'approved',
    send: 'sending',
    test: 'held',
    skip: 'skipped',
    cancel: 'cancelled',
  },
  paused: { resume: 'sending', test: 'paused', cancel: 'cancelled' },
  cancelled: { test: 'cancelled' },
};

const FIELDS: Partial<Record<StudioAction, Record<string, string>>> = {
  test: { to: 'editor@verdicts.test' },
  skip: { reason: 'Too little happened.' },
};

let studio: Studio;
const open = async (settings: Record<string, string> = {}) => {
  studio?.close();
  studio = await openStudio({ settings });
};
beforeEach(() => open());
afterEach(() => studio.close());

const bring = (status: IssueStatus) => issueInStatus(studio, status);
const statusNow = async () => (await studio.issueStore.findIssue(SLOT))?.status ?? 'draft';
const routeOf = (action: StudioAction) => `${ISSUE}/${action}`;

/** The buttons of a page, except those of every page. */
const buttonsOf = (page: ReturnType<typeof parsedPage>) =>
  page.texts('button').filter((words) => words !== 'Sign out');

/** The messages in the test mailbox. */
function inOutbox(): string[] {
  const folder = join(studio.config.outboxDir, 'new');
  return readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
}

/** The hidden fields of a page's form, as a browser sends them. */
async function hiddenFields(action: StudioAction): Promise<Record<string, string>> {
  const inputs = parsedPage(await studio.read(routeOf(action))).all('input');
  return Object.fromEntries(
    inputs
      .filter(({ attribs }) => attribs.type === 'hidden')
      .map(({ attribs }) => [attribs.name ?? '', attribs.value ?? '']),
  );
}

/** What an editor sends who opened the page just now. */
async function formOf(action: StudioAction, fields: Record<string, string> = FIELDS[action] ?? {}) {
  return { ...(await hiddenFields(action)), ...fields };
}

/** Where the form leads, and the text of that page. */
async function resultOf(response: Response) {
  const place = response.headers.get('location') ?? '';
  // An issue that is over has a page of its own.
  const last = (await studio.visit(place)).headers.get('location') ?? place;
  const page = parsedPage(await studio.read(last));
  const result = page.all('div').find(({ attribs }) => attribs.role === 'status');
  return { place, words: result === undefined ? '' : page.texts('p') };
}

/** Nothing was done, and the page says why. */
async function expectRefusal(response: Response, words: string | RegExp, before: unknown) {
  expect(response.status).toBe(409);
  const page = parsedPage(await response.text());
  expect(page.all('div').some(({ attribs }) => attribs.role === 'alert')).toBe(true);
  expect(page.texts('div').join(' ')).toMatch(words);
  expect(page.texts('p')).toContain('Nothing was done.');
  expect(await studio.tables()).toEqual(before);
}

describe.each(ISSUE_STATUSES)('an issue that is %s', (status) => {
  beforeEach(() => bring(status));

  test('the page of an issue offers what its status allows, and nothing else', async () => {
    const page = parsedPage(await studio.read(ISSUE));
    const offered = page
      .attributes('a', 'href')
      .flatMap((href) => STUDIO_ACTIONS.filter((action) => href === routeOf(action)));
    expect(offered.toSorted()).toEqual(Object.keys(OFFERED[status]).toSorted());
    for (const to of Object.values(OFFERED[status]))
      expect([status, ...statusesAfter(status), 'sending']).toContain(to);
  });

  test('no page that only asks changes an issue', async () => {
    const before = await studio.tables();
    for (const action of STUDIO_ACTIONS) await studio.read(routeOf(action));
    expect(await studio.tables()).toEqual(before);
  });

  test('an action that the issue’s status does not allow is refused, and nothing changes', async () => {
    const before = await studio.tables();
    const { seen = '' } = await hiddenFields('test');
    for (const action of STUDIO_ACTIONS.filter((one) => !(one in OFFERED[status]))) {
      const response = await studio.submit(routeOf(action), { seen, ...FIELDS[action] });
      await expectRefusal(response, /./, before);
      const page = parsedPage(await studio.read(routeOf(action)));
      expect(buttonsOf(page)).toEqual([]);
    }
  });

  test.each(Object.entries(OFFERED[status]) as [StudioAction, IssueStatus][])(
    'after %s the issue is %s, the page says so, and sending the same form again changes nothing',
    async (action, to) => {
      const form = await formOf(action);
      const response = await studio.submit(routeOf(action), form);
      expect([response.status, await statusNow()]).toEqual([303, to]);
      const { place, words } = await resultOf(response);
      expect(place).toBe(`/studio?slot=${SLOT}&done=${action}`);
      expect(words.length).toBeGreaterThan(0);
      const after = await studio.tables();
      const again = await studio.submit(routeOf(action), form);
      if (action !== 'test') await expectRefusal(again, 'while this page was open', after);
      else expect(await studio.tables()).toEqual(after);
    },
  );
});

describe('a form that was overtaken', () => {
  test('a form about a draft that another editor changed says so, and does nothing', async () => {
    await bring('draft');
    const forms = [await formOf('approve'), await formOf('send'), await formOf('cancel')] as const;
    await studio.issueStore.editIssue({
      slot: SLOT,
      scheduledAt: TUESDAY,
      at: TUESDAY,
      subject: 'Other words',
    });
    const before = await studio.tables();
    for (const [index, action] of (['approve', 'send', 'cancel'] as const).entries())
      await expectRefusal(
        await studio.submit(routeOf(action), forms[index] ?? {}),
        'changed while this page was open',
        before,
      );
  });

  test.each(['approve', 'send'] as const)(
    'a new comparison since the page was shown: %s applies only to what was seen',
    async (action) => {
      await bring('draft');
      const form = await formOf(action);
      await studio.comparisonStore.saveComparison(aComparison({ tools: ['Forge', 'Anvil'] }), TUESDAY - HOUR);
      const before = await studio.tables();
      await expectRefusal(
        await studio.submit(routeOf(action), form),
        'changed while you were looking',
        before,
      );
      expect((await studio.submit(routeOf(action), await formOf(action))).status).toBe(303);
    },
  );

  test('a form about an issue that did not change does what it says, however old it is', async () => {
    await bring('draft');
    const form = await formOf('approve');
    studio.clock.advance(20 * HOUR);
    expect((await studio.submit(routeOf('approve'), form)).status).toBe(303);
  });

  test('a second approval of the same draft sends what was seen', async () => {
    await bring('draft');
    await studio.submit(routeOf('approve'), await formOf('approve'));
    const form = await formOf('send');
    await studio.submit(routeOf('hold'), await formOf('hold'));
    studio.clock.advance(1000);
    await studio.comparisonStore.saveComparison(aComparison({ tools: ['Forge', 'Anvil'] }), TUESDAY - HOUR);
    await studio.submit(routeOf('approve'), await formOf('approve'));
    await expectRefusal(
      await studio.submit(routeOf('send'), form),
      'changed while this page was open',
      await studio.tables(),
    );
  });

  test('what is no longer possible is said once, by the name of the week, and promises nothing', async () => {
    await bring('draft');
    const form = await formOf('hold');
    await bring('skipped');
    const answer = parsedPage(await (await studio.submit(routeOf('hold'), form)).text());
    expect(answer.texts('p')).toContain('Nothing was done.');
    expect(answer.texts('p')).not.toContain('This can’t be done now.');
    const asked = parsedPage(await studio.read(routeOf('hold')));
    expect(asked.texts('p')).toContain('The issue of Week 47 is skipped: there is nothing to hold.');
    expect(asked.texts('p')).not.toContain('It will not go out until somebody releases it.');
  });

  test('a cancellation after the last email says that it is too late', async () => {
    await bring('sending');
    const form = await formOf('cancel');
    await handOverAll(studio.deliveryStore);
    await studio.issueStore.changeStatus({
      slot: SLOT,
      scheduledAt: TUESDAY,
      from: 'sending',
      to: 'sent',
      reason: null,
      at: TUESDAY,
    });
    await expectRefusal(await studio.submit(routeOf('cancel'), form), 'is sent now', await studio.tables());
  });

  test('resuming one pause does not end a later pause that waits for a person', async () => {
    await bring('sending');
    const pause = { slot: SLOT, scheduledAt: TUESDAY, to: 'paused', at: TUESDAY } as const;
    await studio.issueStore.changeStatus({
      ...pause,
      reason: 'The day is full.',
      pausedUntil: TUESDAY + HOUR,
    });
    const form = await formOf('resume');
    await studio.issueStore.changeStatus({ ...pause, reason: 'The key is wrong.' });
    await expectRefusal(
      await studio.submit(routeOf('resume'), form),
      'changed while this page was open',
      await studio.tables(),
    );
  });

  test.each([{}, { seen: 'draft' }, { seen: '' }, { seen: '<script>.x' }])(
    'an incomplete form (%j) does nothing',
    async (form: Record<string, string>) => {
      await bring('draft');
      await expectRefusal(await studio.submit(routeOf('cancel'), form), /./, await studio.tables());
    },
  );
});

describe('two actions at the same moment', () => {
  const both = async (one: StudioAction, other: StudioAction) => {
    const forms = [await formOf(one), await formOf(other)] as const;
    return Promise.all([studio.submit(routeOf(one), forms[0]), studio.submit(routeOf(other), forms[1])]);
  };

  test('two approvals at the same moment approve an issue once', async () => {
    await bring('draft');
    const responses = await both('approve', 'approve');
    expect(responses.map(({ status }) => status)).toContain(303);
    expect(await statusNow()).toBe('approved');
    expect((await studio.tables()).issue_items).toHaveLength(1);
  });

  test('two sends at the same moment send one email to each subscriber', async () => {
    await bring('draft');
    await both('send', 'send');
    expect((await studio.tables()).deliveries).toHaveLength(3);
    await sendSlot(SLOT, sendDeps(studio, { transport: studio.transport, clock: studio.clock }));
    expect(readdirSync(join(studio.config.outboxDir, 'new'))).toHaveLength(3);
  });

  test.each([
    ['approve', 'skip'],
    ['hold', 'skip'],
    ['approve', 'cancel'],
  ] as const)(
    'of %s and %s at the same moment, one takes effect, and the other says that it came too late',
    async (one, other) => {
      await bring('draft');
      const statuses = (await both(one, other)).map(({ status }) => status);
      expect(statuses.toSorted()).toEqual([303, 409]);
    },
  );

  test.each(['skip', 'cancel', 'approve'] as const)(
    'to %s a draft that was put on hold after the page was checked does nothing, and says so',
    async (action) => {
      await bring('held');
      const before = await studio.tables();
      const asDraft = { slot: SLOT, ifStatus: 'draft' } as const;
      const late =
        action === 'approve'
          ? approveIssue(asDraft, studio)
          : decideIssue({ ...asDraft, action, reason: null }, studio);
      await expect(late).rejects.toThrow('became held meanwhile');
      expect(await studio.tables()).toEqual(before);
    },
  );

  test('of send and hold at the same moment, an approved issue is either sent or held, never both', async () => {
    await bring('approved');
    const answers = (await both('send', 'hold')).map((response) => response.status);
    expect(answers.toSorted()).toEqual([303, 409]);
    const status = await statusNow();
    expect(['sending', 'draft']).toContain(status);
    expect((await studio.tables()).deliveries).toHaveLength(status === 'sending' ? 3 : 0);
  });
});

describe('sending now', () => {
  test('sending now fixes the audience that the page counted, and leaves the rest to the sender', async () => {
    await bring('draft');
    const asked = parsedPage(await studio.read(routeOf('send')));
    expect(asked.texts('dd').join()).toContain('3 confirmed − 0 that can’t be mailed − 0 paused = 3');
    await studio.submit(routeOf('send'), await formOf('send'));
    expect(readdirSync(join(studio.config.outboxDir, 'new'))).toEqual([]);
    expect(
      (await sendSlot(SLOT, sendDeps(studio, { transport: studio.transport, clock: studio.clock }))).issue,
    ).toMatchObject({
      status: 'sent',
      audience: { candidates: 3, prepared: 3 },
    });
  });

  test.each(['draft', 'held'] as const)(
    'an editor who sends what is a %s while REVIEW requires approval approves it by that, and both are recorded',
    async (status) => {
      await open({ REVIEW: 'required' });
      await bring(status);
      expect((await studio.submit(routeOf('send'), await formOf('send'))).status).toBe(303);
      expect(await statusNow()).toBe('sending');
      expect(studio.events.map(({ event }) => event)).toEqual(expect.arrayContaining(['approved', 'sent']));
    },
  );

  test.each([
    ['approve', '17 November 2026'],
    ['send', '16 November 2026'],
  ] as const)('ahead of its time, %s dates the issue by %s', async (action, day) => {
    await bring('draft');
    studio.clock.set('2026-11-16T11:00:00Z');
    expect((await studio.submit(routeOf(action), await formOf(action))).status).toBe(303);
    expect((await studio.issueStore.readFrozenIssue(SLOT))?.html.fixed.join('')).toContain(day);
  });

  test('what is shown before sending now has the sender and the date of what goes out', async () => {
    await bring('draft');
    studio.clock.set('2026-11-16T11:00:00Z');
    const asked = parsedPage(await studio.read(routeOf('send')));
    const [frame = ''] = asked.attributes('iframe', 'src');
    const shown = parsedPage(await studio.read(frame))
      .texts('body')
      .join();
    await studio.submit(routeOf('send'), await formOf('send'));
    await sendSlot(SLOT, sendDeps(studio, { transport: studio.transport, clock: studio.clock }));
    const [first = ''] = inOutbox();
    const sent = await PostalMime.parse(first);
    expect(asked.texts('dd')).toContain(`${sent.from?.name} <${sent.from?.address}>`);
    expect(shown).toContain('16 November 2026');
    expect(
      parsedPage(sent.html ?? '')
        .texts('body')
        .join(),
    ).toContain('16 November 2026');
    expect(shown).not.toContain('17 November 2026');
  });

  test('sending now is not offered if nobody would get it, and the draft stays a draft', async () => {
    await studio.comparisonStore.saveComparison(aComparison({ tools: ['Kiln', 'Loom'] }), TUESDAY - HOUR);
    const page = parsedPage(await studio.read(routeOf('send')));
    expect(page.texts('p').join(' ')).toContain('nobody to send to');
    expect(buttonsOf(page)).toEqual([]);
    const forced = {
      ...(await hiddenFields('hold')),
      content: (await hiddenFields('approve')).content ?? '',
    };
    const response = await studio.submit(routeOf('send'), forced);
    expect([response.status, await statusNow()]).toEqual([409, 'draft']);
  });

  test('sending and approving are not offered without comparisons', async () => {
    await addReaders(studio.subscriberStore, 1);
    for (const action of ['send', 'approve', 'test'] as const) {
      const page = parsedPage(await studio.read(routeOf(action)));
      expect(page.texts('p').join(' ')).toContain('There is nothing in it');
      const forced = await studio.submit(routeOf(action), {
        ...(await hiddenFields('hold')),
        ...FIELDS[action],
      });
      expect(forced.status).toBe(409);
    }
    expect((await studio.tables()).issues).toEqual([]);
  });
});

describe('a reason', () => {
  test('a reason is stored as the editor wrote it, on one line, and shown', async () => {
    await bring('draft');
    await studio.submit(routeOf('skip'), await formOf('skip', { reason: '  Nothing \n happened.  ' }));
    expect((await studio.issueStore.findIssue(SLOT))?.reason).toBe('Nothing happened.');
    expect(await studio.read(ISSUE)).toContain('Nothing happened.');
    expect(await studio.read('/studio/issues')).toContain('Nothing happened.');
  });

  test.each(HOSTILE)('a hostile reason does no harm: %s', async (hostile) => {
    await bring('draft');
    await studio.submit(routeOf('skip'), await formOf('skip', { reason: 'harmless' }));
    const shapes = async () =>
      Promise.all([ISSUE, '/studio/issues'].map(async (path) => parsedPage(await studio.read(path)).shape));
    const harmless = await shapes();
    await studio.submit(routeOf('resume'), await formOf('resume'));
    await studio.submit(routeOf('skip'), await formOf('skip', { reason: hostile }));
    expect(await statusNow()).toBe('skipped');
    expect(await shapes()).toEqual(harmless);
    expect((await studio.issueStore.findIssue(SLOT))?.reason).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  });

  test.each([
    ['', 'Say why'],
    [' \u202e ', 'Say why'],
    ['x'.repeat(501), '501 characters'],
  ])(
    'a reason that cannot be stored (%j) is explained at its field, and nothing is done',
    async (reason, words) => {
      await bring('draft');
      const before = await studio.tables();
      const response = await studio.submit(routeOf('skip'), await formOf('skip', { reason }));
      expect(response.status).toBe(422);
      const page = parsedPage(await response.text());
      const [input] = page.all('input').filter(({ attribs }) => attribs.name === 'reason');
      expect(input?.attribs['aria-invalid']).toBe('true');
      expect(page.texts('p').join(' ')).toContain(words);
      expect(await studio.tables()).toEqual(before);
    },
  );

  test('a reason may be left out if it is optional', async () => {
    await bring('sending');
    await studio.submit(routeOf('pause'), await formOf('pause', { reason: '' }));
    expect(await studio.issueStore.findIssue(SLOT)).toMatchObject({ status: 'paused', reason: null });
  });
});

describe('a test email', () => {
  beforeEach(() => bring('draft'));

  test('a test email goes to each address once, even if it is named twice, and touches no table', async () => {
    const before = await studio.tables();
    const form = await formOf('test', { to: 'one@verdicts.test, two@verdicts.test;\nOne@verdicts.test' });
    const response = await studio.submit(routeOf('test'), form);
    expect(response.status).toBe(303);
    const recipients = inOutbox().map((message) => /^To: (.*)$/m.exec(message)?.[1]?.trim());
    expect(recipients.toSorted()).toEqual(['One@verdicts.test', 'two@verdicts.test']);
    expect(await studio.tables()).toEqual(before);
  });

  test('a test email goes to addresses that were pasted with their names', async () => {
    const to =
      'Ann Lee <ann@verdicts.test>, "Lee, Bo" <bo@verdicts.test>\ncy@verdicts.test; <di@verdicts.test>';
    expect((await studio.submit(routeOf('test'), await formOf('test', { to }))).status).toBe(303);
    const recipients = inOutbox().map((message) => /^To: (.*)$/m.exec(message)?.[1]?.trim());
    expect(recipients.toSorted()).toEqual(['ann', 'bo', 'cy', 'di'].map((name) => `${name}@verdicts.test`));
  });

  test('after a test the page says where it is, and the test mailbox marks it', async () => {
    const response = await studio.submit(routeOf('test'), await formOf('test'));
    const page = parsedPage(await studio.read(response.headers.get('location') ?? ''));
    const [said] = page.texts('p').filter((words) => words.startsWith('The test is sent.'));
    expect(said).toBe('The test is sent. It is in the test mailbox, marked as a test.');
    const list = parsedPage(await studio.read('/studio/outbox'));
    expect(list.texts('tr')[1]).toMatch(/ Test/);
    const [message = ''] = list.attributes('a', 'href').filter((href) => href.startsWith('/studio/outbox/'));
    expect(parsedPage(await studio.read(message)).texts('span')).toContain('Test');
    const folder = join(studio.config.outboxDir, 'new');
    for (const file of readdirSync(folder)) rmSync(join(folder, file));
    await studio.submit(routeOf('send'), await formOf('send'));
    await sendSlot(SLOT, sendDeps(studio, { transport: studio.transport, clock: studio.clock }));
    expect(parsedPage(await studio.read('/studio/outbox')).texts('span')).not.toContain('Test');
  });

  test('a test email updates the open pages, although no row changes', async () => {
    const stream = (await studio.visit('/studio/events')).body as ReadableStream<Uint8Array>;
    const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
    await reader.read();
    await studio.submit(routeOf('test'), await formOf('test'));
    expect((await reader.read()).value).toContain('event: changed');
  });

  test('a test email is sent once, however often its form is sent', async () => {
    const form = await formOf('test');
    for (let time = 0; time < 3; time += 1) await studio.submit(routeOf('test'), form);
    expect(inOutbox()).toHaveLength(1);
  });

  test('a test email is sent again to another address, and from a page that was reopened', async () => {
    const form = await formOf('test');
    await studio.submit(routeOf('test'), form);
    await studio.submit(routeOf('test'), { ...form, to: 'other@verdicts.test' });
    await studio.submit(routeOf('test'), await formOf('test'));
    expect(inOutbox()).toHaveLength(3);
  });

  test.each([
    ['', 'at least one address'],
    ['nobody', 'nobody: '],
    ['"><script>@x', 'script'],
    [Array.from({ length: 21 }, (_, index) => `a${index}@verdicts.test`).join(' '), '21 addresses'],
  ])('a test email to "%s" is refused beside the field, which keeps what was typed', async (to, words) => {
    const response = await studio.submit(routeOf('test'), await formOf('test', { to }));
    expect(response.status).toBe(422);
    const page = parsedPage(await response.text());
    expect(page.texts('p').join(' ')).toContain(words);
    expect(page.all('input').find(({ attribs }) => attribs.name === 'to')?.attribs.value).toBe(to);
    expect(page.all('script')).toEqual([]);
    expect(inOutbox()).toEqual([]);
  });
});

describe('deliveries whose outcome is unknown', () => {
  beforeEach(async () => {
    await bring('sending');
    await handOverAll(studio.deliveryStore, { ending: 'uncertain' });
    await studio.issueStore.changeStatus({
      slot: SLOT,
      scheduledAt: TUESDAY,
      to: 'paused',
      reason: 'A person must decide.',
      at: TUESDAY,
    });
  });

  test('an issue with unknown outcomes needs a decision: resuming is not offered, and both choices say what they cost', async () => {
    const hrefs = parsedPage(await studio.read(ISSUE)).attributes('a', 'href');
    expect(hrefs).toEqual(expect.arrayContaining([routeOf('resend-uncertain'), routeOf('accept-uncertain')]));
    expect(hrefs).not.toContain(routeOf('resume'));
    expect(await studio.read(routeOf('resend-uncertain'))).toContain('gets it twice');
    expect(await studio.read(routeOf('accept-uncertain'))).toContain('never gets it');
  });

  test('unknown outcomes are resent or accepted, and the issue continues or ends', async () => {
    const accepted = await formOf('accept-uncertain');
    await studio.submit(routeOf('resend-uncertain'), await formOf('resend-uncertain'));
    expect(await studio.issueStore.findIssue(SLOT)).toMatchObject({
      status: 'sending',
      deliveries: { pending: 3, uncertain: 0 },
    });
    await expectRefusal(
      await studio.submit(routeOf('accept-uncertain'), accepted),
      'is being sent now',
      await studio.tables(),
    );
  });

  test('unknown outcomes are accepted, and the issue ends', async () => {
    await studio.submit(routeOf('accept-uncertain'), await formOf('accept-uncertain'));
    expect(await studio.issueStore.findIssue(SLOT)).toMatchObject({
      status: 'sent',
      deliveries: { pending: 0, uncertain: 3 },
    });
  });
});

test.each(['2026-W99', '0001-W01', 'x', '2026-W47%00'])('%s is no slot, and is not found', async (slot) => {
  const before = await studio.tables();
  for (const action of STUDIO_ACTIONS) {
    expect((await studio.visit(`/studio/issues/${slot}/${action}`)).status).toBe(404);
    expect((await studio.submit(`/studio/issues/${slot}/${action}`, { seen: 'draft.x' })).status).toBe(404);
  }
  expect(await studio.tables()).toEqual(before);
});

describe('an issue begun through Resend in a program that is set to the outbox', () => {
  const begunElsewhere = async () => await studio.sql(`update issues set transport = 'resend'`);
  const SETTINGS =
    'Set TRANSPORT=resend and RESEND_API_KEY (and RESEND_BASE_URL, if you use one), then let it continue';

  test('an issue begun through another transport is not resumed, says what to set, and is resumed after that', async () => {
    await bring('paused');
    const form = await formOf('resume');
    await begunElsewhere();
    const before = await studio.tables();
    expect(buttonsOf(parsedPage(await studio.read(routeOf('resume'))))).toEqual([]);
    await expectRefusal(await studio.submit(routeOf('resume'), form), SETTINGS, before);
    await studio.sql(`update issues set transport = 'outbox'`);
    await studio.submit(routeOf('resume'), form);
    expect(await statusNow()).toBe('sending');
  });

  test('an issue begun through another transport is listed among the problems while it is sending', async () => {
    await bring('sending');
    await begunElsewhere();
    const page = parsedPage(await studio.read(`/studio?slot=${SLOT}`));
    expect(page.texts('p').join(' ')).toContain(SETTINGS);
  });

  test.each(['resend-uncertain', 'accept-uncertain'] as const)(
    '%s does not decide about unknown outcomes while other deliveries are pending',
    async (action) => {
      await addReaders(studio.subscriberStore, 150);
      await bring('sending');
      const [first] = await handOverAll(studio.deliveryStore, { ending: 'in-flight' });
      if (first === undefined) throw new Error('There is no batch.');
      await studio.deliveryStore.holdBatch({ batch: first.batch, reason: 'Silence.', now: TUESDAY });
      await studio.sql(`update issues set status = 'paused'`);
      const { seen = '' } = await hiddenFields('test');
      await begunElsewhere();
      const before = await studio.tables();
      await expectRefusal(await studio.submit(routeOf(action), { seen }), SETTINGS, before);
    },
  );
});
