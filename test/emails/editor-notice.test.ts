import { describe, expect, it, test } from 'vitest';
import { renderEditorNotice } from '../../emails/_components/render.tsx';
import type { EditorNoticeProps } from '../../emails/_components/transactional/notice-wording.ts';
import EditorNotice from '../../emails/editor-notice.tsx';
import { NOTICE_EVENTS } from '../../src/issues/editor-notice.ts';
import { editorNoticeText } from '../../src/render/notice-text.ts';
import { parsedMail } from './parsed-mail.ts';

const props: EditorNoticeProps = EditorNotice.PreviewProps;
const STUDIO = props.studioUrl;

describe.each(NOTICE_EVENTS)('a notice of the event %s', (event) => {
  it('the notice says in both parts what happened, why, the numbers, one command and one URL', async () => {
    const { hrefs, texts, body } = parsedMail(await renderEditorNotice({ ...props, event }));
    const text = editorNoticeText({ ...props, event });
    expect(hrefs).toEqual([STUDIO, STUDIO]);
    expect(texts('title')[0]).toMatch(/^Weekly AI Tool Verdicts, Week 47, 2026: /);
    const [command] = /^verdicts .*$/m.exec(text) ?? [];
    expect(command).toContain('2026-W47');
    expect(text.split('\n')).toContain(STUDIO);
    for (const words of [
      command ?? '',
      'It was not approved by its time (REVIEW=required).',
      '4,812 confirmed = 4,790 get it + 9 cannot be mailed + 13 paused',
      'Settings in the studio change that',
      'Lockkeeper Lane',
    ]) {
      expect(body).toContain(words);
      expect(text.replace(/\s+/g, ' ')).toContain(words);
    }
  });
});

test('a provider’s error message stays text in a notice, whatever it contains', async () => {
  const reason = '<script>alert(1)</script>\nSecond line & more';
  const { html, body } = parsedMail(
    await renderEditorNotice({ ...props, facts: { ...props.facts, reason, subject: '<b>Kiln</b>' } }),
  );
  expect(html).not.toContain('<script>');
  expect(html).not.toContain('<b>Kiln');
  expect(body).toContain('<script>alert(1)</script>');
  expect(body).toContain('Second line & more');
});

test('an audience that is an estimate is called one', () => {
  const audience = { candidates: 12, prepared: 10, excluded: { suppressed: 2, paused: 0 } };
  const textWith = (isForecast: boolean) =>
    editorNoticeText({ ...props, facts: { ...props.facts, audience: { ...audience, isForecast } } });
  expect(textWith(true)).toContain('Audience, if sent now: 12 confirmed');
  expect(textWith(false)).toContain('Audience: 12 confirmed');
});

test('the notice of an issue held ahead of its time says that it can be made a draft again until then', () => {
  const textWith = (isAhead: boolean) => editorNoticeText({ ...props, event: 'held', isAhead });
  expect(textWith(true)).toMatch(/^verdicts issue resume 2026-W47$/m);
  expect(textWith(true)).not.toContain('verdicts send');
  expect(textWith(false)).toMatch(/^verdicts issue approve 2026-W47 && verdicts send --slot 2026-W47$/m);
});
