import { MAX_PREHEADER_LENGTH } from '../../digest/compose-preheader.ts';
import { MAX_SUBJECT_LENGTH } from '../../digest/compose-subject.ts';
import { cutText } from '../../digest/cut-text.ts';
import type { Digest } from '../../digest/digest.ts';
import { looksLikeReply } from '../../digest/fit-line.ts';
import { brokenLinksOf, isShownAsTyped, readIntro } from '../../digest/read-intro.ts';
import { error, type IssueProblem, warning } from './issue-problem.ts';

export function textProblems(digest: Digest): IssueProblem[] {
  return [...subjectProblems(digest), ...preheaderProblems(digest), ...introProblems(digest)];
}

function subjectProblems({ subject }: Digest): IssueProblem[] {
  const problems: IssueProblem[] = [];
  if (subject.length > MAX_SUBJECT_LENGTH)
    problems.push(tooLong('subject', subject.length, MAX_SUBJECT_LENGTH));
  if (looksLikeReply(subject)) {
    problems.push(
      warning(
        'subject',
        'subject-looks-like-reply',
        'The subject begins like a reply, as spam does; reword it.',
      ),
    );
  }
  if (/\p{Lu}{2}[^\p{Ll}]{6}/u.test(subject) && !/\p{Ll}/u.test(subject)) {
    problems.push(
      warning(
        'subject',
        'subject-shouts',
        'The subject is in capitals, which filters take for spam; reword it.',
      ),
    );
  }
  return problems;
}

function preheaderProblems({ subject, preheader }: Digest): IssueProblem[] {
  const repeats = preheader.toLowerCase().includes(subject.toLowerCase());
  return [
    ...(preheader.length > MAX_PREHEADER_LENGTH
      ? [tooLong('preheader', preheader.length, MAX_PREHEADER_LENGTH)]
      : []),
    ...(repeats
      ? [
          warning(
            'preheader',
            'preheader-repeats-subject',
            'The preheader repeats the subject beside it; go on from it.',
          ),
        ]
      : []),
  ];
}

function introProblems({ intro }: Digest): IssueProblem[] {
  const links = brokenLinksOf(readIntro(intro)).map((href) => {
    const message = `The intro links to “${cutText(href, 60) ?? ''}”, which is no web address; write it whole, with https://.`;
    return error('intro', 'broken-link', message);
  });
  return isShownAsTyped(intro) ? [...links, warning('intro', 'intro-as-typed', INTRO_AS_TYPED)] : links;
}

const INTRO_AS_TYPED =
  'Part of the intro has more marks, list levels or lines than are read, so it is shown as you typed it. Use fewer of them, or separate its paragraphs by empty lines.';

function tooLong(what: 'subject' | 'preheader', length: number, max: number): IssueProblem {
  const message = `The ${what} has ${length} characters of at most ${max}; shorten it by ${length - max}.`;
  return error(what, `${what}-too-long`, message);
}
