import { HELD_BACK_WORDS } from '../../issues/held-back-words.ts';
import type { IssuePreview } from '../../render/preview-issue.ts';

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

export function describePreview(view: ReturnType<typeof previewView>): string[] {
  const { slot, status, subject, preheader, items, heldBack, bytes, problems } = view;
  return [
    `${slot}  ${status}`,
    ...(subject === null
      ? ['Nothing is eligible for this slot.']
      : [`subject    ${subject}`, `preheader  ${preheader}`]),
    ...items.map(
      ({ slug, position, featured }) =>
        `${String(position).padStart(8)}.  ${slug}${featured ? '  (featured)' : ''}`,
    ),
    ...(heldBack.length === 0
      ? []
      : ['held back:', ...heldBack.map(({ slug, reason }) => `    ${slug}: ${HELD_BACK_WORDS[reason]}`)]),
    `size       ${bytes.html} bytes of HTML, ${bytes.text} bytes of text`,
    ...problems.map(({ level, message }) => `${level}: ${message}`),
  ];
}
