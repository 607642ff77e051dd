import { expect, test } from 'vitest';
import { headersOf } from '../../../../src/http/studio/preview/message-headers.ts';
import { composeMime, issueMail } from '../../../../src/transport/mime.ts';
import { writeBatchBody } from '../../../../src/transport/resend/batch-body.ts';
import { aFrozenIssue } from '../../../support/issues.ts';

const issue = aFrozenIssue({ subject: `Überraschung: ${'one tool, '.repeat(12)}one verdict` });
const tokens = { unsubscribe: 'u'.repeat(32), preferences: 'p'.repeat(32) };
const recipient = { deliveryId: 7, email: 'reader1@verdicts.test', name: null, tokens };

test('the headers of a message are read up to its body, with folded lines joined', async () => {
  for (const lineEnd of ['unix', 'windows'] as const) {
    const headers = headersOf(await composeMime(issueMail(issue, recipient), lineEnd), 'outbox');
    expect(headers.map(([name]) => name)).toEqual(
      expect.arrayContaining(['From', 'To', 'Subject', 'Date', 'Message-ID', 'List-Unsubscribe-Post']),
    );
    expect(headers.find(([name]) => name === 'Subject')?.[1]).toMatch(/^=\?UTF-8\?.*\?= =\?UTF-8\?.*\?=$/);
    expect(headers.every(([, value]) => !value.includes('Leave:'))).toBe(true);
  }
});

test('the headers of a Resend request are its fields, without the two parts of the email', () => {
  const headers = new Map(
    headersOf(Buffer.concat(writeBatchBody({ issue, recipients: [recipient] })), 'resend'),
  );
  expect(headers.get('from')).toBe('Digest <digest@verdicts.test>');
  expect(headers.get('to')).toBe('["reader1@verdicts.test"]');
  expect(headers.get('subject')).toBe(issue.subject);
  expect(headers.get('List-Unsubscribe')).toBe(`<https://verdicts.test/unsubscribe/${tokens.unsubscribe}>`);
  expect([headers.has('html'), headers.has('text'), headers.has('headers')]).toEqual([false, false, false]);
});
