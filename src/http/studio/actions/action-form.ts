import { parseAddress } from '../../../shared/address.ts';
import { oneLine, withoutBidiControls } from '../../../shared/clean-text.ts';
import type { Form } from '../../bodies/form.ts';
import type { StudioAction } from './issue-action.ts';

/** In characters. */
export const MAX_REASON_LENGTH = 500;

export const MAX_TEST_RECIPIENTS = 20;

/** The actions that take a reason. */
export const REASONS: Partial<Record<StudioAction, 'optional' | 'required'>> = {
  hold: 'optional',
  skip: 'required',
  pause: 'optional',
  cancel: 'optional',
};

/** What an editor entered on the confirmation page. */
export interface ActionFields {
  reason: string | null;
  addresses: string[];
}

/** Messages for the editor, by field. */
export type FieldErrors = Partial<Record<'reason' | 'to', string>>;

export function readActionForm(
  action: StudioAction,
  form: Form,
): { fields: ActionFields; errors: FieldErrors } {
  const reason = oneLine(withoutBidiControls(form.one('reason') ?? '')) || null;
  const errors: FieldErrors = {};
  if (REASONS[action] === 'required' && reason === null)
    errors.reason = 'Say why, for anyone who looks at it later.';
  const length = [...(reason ?? '')].length;
  if (length > MAX_REASON_LENGTH)
    errors.reason = `It has ${length} characters; at most ${MAX_REASON_LENGTH} are kept.`;
  if (action !== 'test') return { fields: { reason, addresses: [] }, errors };
  const { addresses, error } = readAddresses(form.one('to') ?? '');
  if (error !== null) errors.to = error;
  return { fields: { reason, addresses }, errors };
}

/** `Ann Lee <ann@x.test>` or `"Lee, Ann" <ann@x.test>`, as mail programs copy them, among others. */
const WITH_NAME = /(^|[,;\n])\s*(?:"[^"]*"|[^<>,;"@\n])*<\s*([^<>\s]+)\s*>/g;

/** Email addresses, with or without names, separated by commas, semicolons or white space, without duplicates. */
function readAddresses(text: string): { addresses: string[]; error: string | null } {
  const given = text
    .replace(WITH_NAME, '$1 $2')
    .split(/[\s,;]+/)
    .filter((one) => one !== '');
  const readings = given.map((one) => ({ one, reading: parseAddress(one) }));
  const wrong = readings.find(({ reading }) => !reading.ok);
  const addresses = new Map(
    readings.flatMap(({ reading }) => (reading.ok ? [[reading.emailKey, reading.email]] : [])),
  );
  const error =
    wrong !== undefined && !wrong.reading.ok
      ? `${oneLine(withoutBidiControls(wrong.one))}: ${wrong.reading.reason}`
      : addresses.size === 0
        ? 'Name at least one address.'
        : addresses.size > MAX_TEST_RECIPIENTS
          ? `These are ${addresses.size} addresses; a test goes to at most ${MAX_TEST_RECIPIENTS}.`
          : null;
  return { addresses: [...addresses.values()], error };
}
