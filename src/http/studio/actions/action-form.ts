import { parseAddress } from '../../../shared/address.ts';
import { oneLine, withoutBidiControls } from '../../../shared/clean-text.ts';
import type { Form } from '../../bodies/form.ts';
import type { StudioAction } from './issue-action.ts';

/** The most characters of a reason. */
export const MAX_REASON_LENGTH = 500;

/** The most addresses of a test. */
const MAX_TEST_RECIPIENTS = 20;

/** Who wants a reason of the editor, and whether there must be one. */
export const REASONS: Partial<Record<StudioAction, 'optional' | 'required'>> = {
  hold: 'optional',
  skip: 'required',
  pause: 'optional',
  cancel: 'optional',
};

/** What an editor wrote on the page that asks. */
export interface ActionFields {
  reason: string | null;
  addresses: string[];
}

/** What is wrong with a field, by its name, in words for whoever filled it in. */
export type FieldErrors = Partial<Record<'reason' | 'to', string>>;

/** Reads what an editor wrote. */
export function readActionForm(
  action: StudioAction,
  form: Form,
): { fields: ActionFields; errors: FieldErrors } {
  const reason = oneLine(withoutBidiControls(form.one('reason') ?? '')) || null;
  const errors: FieldErrors = {};
  if (REASONS[action] === 'required' && reason === null)
    errors.reason = 'Say why, for whoever looks at it later.';
  const length = [...(reason ?? '')].length;
  if (length > MAX_REASON_LENGTH)
    errors.reason = `It has ${length} characters; at most ${MAX_REASON_LENGTH} are kept.`;
  if (action !== 'test') return { fields: { reason, addresses: [] }, errors };
  const { addresses, error } = readAddresses(form.one('to') ?? '');
  if (error !== null) errors.to = error;
  return { fields: { reason, addresses }, errors };
}

/** Addresses apart by commas, semicolons or white space; each of them once. */
function readAddresses(text: string): { addresses: string[]; error: string | null } {
  const given = text.split(/[\s,;]+/).filter((one) => one !== '');
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
