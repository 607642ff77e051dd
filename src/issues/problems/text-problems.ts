import { MAX_PREHEADER_LENGTH } from '../../digest/compose-preheader.ts';
import { MAX_SUBJECT_LENGTH } from '../../digest/compose-subject.ts';
import type { Digest } from '../../digest/digest.ts';
import type { EditedTexts } from '../../digest/edited-texts.ts';
import { looksLikeReply } from '../../digest/fit-line.ts';
import { blockProblems } from './block-problems.ts';
import { error, type IssueProblem, warning } from './issue-problem.ts';

export function textProblems(digest: Digest, edited: Partial<EditedTexts>): IssueProblem[] {
  return [...subjectProblems(digest), ...preheaderProblems(digest), ...blockProblems(digest, edited)];
}

function subjectProblems({ subject }: Digest): IssueProblem[] {
  const problems: IssueProblem[] = [];
  const length = [...subject].length;
  if (length > MAX_SUBJECT_LENGTH) problems.push(tooLong('subject', length, MAX_SUBJECT_LENGTH));
  if (looksLikeReply(subject)) {
    problems.push(
      warning(
        'subject',
        'subject-looks-like-reply',
        'The subject begins like a reply, as spam often does. Reword it.',
      ),
    );
  }
  if (/\p{Lu}{2}[^\p{Ll}]{6}/u.test(subject) && !/\p{Ll}/u.test(subject)) {
    problems.push(
      warning(
        'subject',
        'subject-shouts',
        'The subject is in capitals, which filters treat as spam. Reword it.',
      ),
    );
  }
  return problems;
}

function preheaderProblems({ subject, preheader }: Digest): IssueProblem[] {
  const repeats = preheader.toLowerCase().includes(subject.toLowerCase());
  const length = [...preheader].length;
  return [
    ...(length > MAX_PREHEADER_LENGTH ? [tooLong('preheader', length, MAX_PREHEADER_LENGTH)] : []),
    ...(repeats
      ? [
          warning(
            'preheader',
            'preheader-repeats-subject',
            'The preview text repeats the subject beside it. Say something new.',
          ),
        ]
      : []),
  ];
}

const TEXT_NAMES = { subject: 'subject', preheader: 'preview text' } as const;

function tooLong(what: 'subject' | 'preheader', length: number, max: number): IssueProblem {
  const message = `The ${TEXT_NAMES[what]} has ${length} characters of at most ${max}. Shorten it by ${length - max}.`;
  return error(what, `${what}-too-long`, message);
}
