import { type Context, Hono } from 'hono';
import type { IssueStore } from '../../../issues/issue-store.ts';
import type { SignUpChecks } from '../../sign-up-checks/sign-up-checks.ts';
import { ARCHIVE } from '../page.ts';
import type { AnswerProblem } from '../problem-page.ts';
import { revalidate } from '../revalidate.ts';
import { PUBLIC_PAGE } from '../security-headers.ts';
import type { Site } from '../site.ts';
import { createCountAnswers } from './answer-counts.ts';
import { archivePage } from './archive-page.ts';

export interface ArchiveDeps {
  issueStore: Pick<IssueStore, 'listPublicIssues' | 'readFrozenIssue'>;
  signUpChecks: Pick<SignUpChecks, 'has'>;
  site: Site;
  answerProblem: AnswerProblem;
}

/** A year of weeks. */
const ISSUES_PER_PAGE = 52;

/** `GET /issues`: published issues, newest first. The first page has one URL. */
export function archive(deps: ArchiveDeps): Hono {
  const { issueStore, site, answerProblem } = deps;
  const countAnswers = createCountAnswers(issueStore);
  return new Hono().get('/issues', revalidate(), async (context) => {
    const number = pageNumber(context);
    if (number === null) return answerProblem(context, NO_SUCH_PAGE);
    if (context.req.query('page') === '1') return context.redirect(site.path(ARCHIVE), 301);
    const offset = (number - 1) * ISSUES_PER_PAGE;
    // One more, to see which weeks before the next page's first issue have none.
    const { issues, total } = await issueStore.listPublicIssues({ offset, limit: ISSUES_PER_PAGE + 1 });
    const last = Math.max(1, Math.ceil(total / ISSUES_PER_PAGE));
    if (number > last) return answerProblem(context, NO_SUCH_PAGE);
    const shown = issues.slice(0, ISSUES_PER_PAGE);
    const counts = await countAnswers(shown);
    const next = issues[ISSUES_PER_PAGE] ?? null;
    return context.html(archivePage(deps, { issues: shown, counts, next, number, last }), 200, PUBLIC_PAGE);
  });
}

const NO_SUCH_PAGE = { status: 404, title: 'The list of issues has no such page' } as const;

function pageNumber(context: Context): number | null {
  const given = context.req.query('page') ?? '1';
  return /^[1-9]\d{0,4}$/.test(given) ? Number(given) : null;
}
