import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleRecipient } from '../../issue-actions/sample-recipient.ts';
import type { FrozenIssue } from '../../issues/frozen-issue.ts';
import { fillTemplate } from '../../issues/mail-template.ts';
import type { TokenSigner } from '../../links/tokens.ts';
import { AppError, messageOf } from '../../shared/errors.ts';
import { makeFolder } from '../../shared/make-folder.ts';
import { PRIVATE_FILE } from '../../shared/private-modes.ts';
import { composeMime, issueMail } from '../../transport/mime.ts';

/**
 * Writes an issue as a subscriber would get it: `issue.html`, `issue.txt`, the message `issue.eml`, and its data,
 * `issue.json`.
 *
 * @returns The paths of the four files.
 * @throws AppError `input` if the folder is not writable.
 */
export async function writePreview(
  { copy, facts, folder }: { copy: FrozenIssue; facts: unknown; folder: string },
  signer: TokenSigner,
): Promise<string[]> {
  const recipient = sampleRecipient({ issue: copy, signer });
  const files = {
    'issue.html': fillTemplate(copy.html, recipient.tokens),
    'issue.txt': fillTemplate(copy.text, recipient.tokens),
    'issue.eml': await composeMime(issueMail(copy, recipient), 'windows'),
    'issue.json': `${JSON.stringify(facts, null, 2)}\n`,
  };
  try {
    makeFolder(folder);
    for (const [name, content] of Object.entries(files))
      await writeFile(join(folder, name), content, { mode: PRIVATE_FILE });
  } catch (error) {
    throw new AppError(
      'input',
      `Cannot write to ${folder}: ${messageOf(error)}. Name another folder.`,
      error,
    );
  }
  return Object.keys(files).map((name) => join(folder, name));
}
