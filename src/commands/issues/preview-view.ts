import { HELD_BACK_WORDS } from '../../issues/held-back-words.ts';
import type { IssuePreview } from '../../render/preview-issue.ts';
import { counted, formatWeek } from '../../shared/format.ts';

/** The output of `draft` and `render`. */
export function previewView(preview: IssuePreview) {
  const { slot, status, items, heldBack, bytes, problems, copy } = preview;
  return {
    slot,
    status,
    subject: copy?.subject ?? null,
    preheader: copy?.preheader ?? null,
    items,
    heldBack,
    bytes,
    problems: problems.map(({ level, code, message }) => ({ level, code, message })),
  };
}

const LEVEL_WORDS = { error: 'must fix', warning: 'worth a look' } as const;

/** What the comparisons need not have. */
const OPTIONAL = 'unknown-fields';

/** @param standing When it goes out, to whom, and the like: below what is in it. */
export function describePreview(
  view: ReturnType<typeof previewView>,
  standing: readonly string[] = [],
): string[] {
  const { slot, status, subject, preheader, items, heldBack, bytes, problems } = view;
  return [
    `${slot}  ${status} (${formatWeek(slot).toLowerCase()})`,
    ...(subject === null
      ? ['There is no comparison for this issue yet.']
      : [`subject       ${subject}`, `preview text  ${preheader}`]),
    ...items.map(
      ({ slug, position, featured }) =>
        `${String(position).padStart(11)}.  ${slug}${featured ? '  (the lead)' : ''}`,
    ),
    ...(heldBack.length === 0
      ? []
      : [
          'not in this issue:',
          ...heldBack.map(({ slug, reason }) => `    ${slug}: ${HELD_BACK_WORDS[reason]}`),
        ]),
    ...(subject === null
      ? []
      : [`size          ${counted(bytes.html, 'byte')} of HTML, ${counted(bytes.text, 'byte')} of text`]),
    ...standing,
    ...problems.map(
      ({ level, code, message }) => `${code === OPTIONAL ? 'optional' : LEVEL_WORDS[level]}: ${message}`,
    ),
  ];
}
