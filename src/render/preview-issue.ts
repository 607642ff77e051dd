import type { HeldBackReason } from '../digest/select-comparisons.ts';
import type { FrozenIssue } from '../issues/frozen-issue.ts';
import type { IssueStatus } from '../issues/issue-status-rules.ts';
import type { IssueRecord } from '../issues/issue-store.ts';
import { type EmailTemplate, fillTemplate } from '../issues/mail-template.ts';
import { formatObstacle, issueObstacles } from '../issues/problems/issue-obstacles.ts';
import type { IssueProblem } from '../issues/problems/issue-problem.ts';
import { issueProblems, obstacleProblems, waitingProblem } from '../issues/problems/issue-problems.ts';
import { decideSend } from '../issues/send-decision.ts';
import {
  type Draft,
  type DraftDeps,
  type DraftRequest,
  draftIssue,
  type IssueConfig,
} from './draft-issue.ts';
import { draftItems, frozenCopy } from './freeze-issue.ts';
import { emailProblems } from './mail-problems.ts';
import { bytesOfCopy } from './render-issue.ts';

/** A slot's issue as it would go out now: the draft, or the frozen copy. */
export interface IssuePreview {
  slot: string;
  status: IssueStatus;
  items: IssueRecord['items'];
  heldBack: { slug: string; reason: HeldBackReason }[];
  /** Null if no comparison is eligible. */
  copy: FrozenIssue | null;
  /** UTF-8 bytes of one recipient's copy. */
  bytes: { html: number; text: number };
  problems: IssueProblem[];
  /** What stops a real send, in words; `problems` includes them. */
  obstacles: readonly string[];
}

/** Composes a slot's issue as a subscriber would get it at `now`, without saving anything. */
export async function previewIssue(request: DraftRequest, deps: DraftDeps): Promise<IssuePreview> {
  const { slot, now } = request;
  const { issueStore, config } = deps;
  const record = await issueStore.findIssue(slot);
  const frozen = await issueStore.readFrozenIssue(slot);
  const { status, transport } = record ?? NO_ISSUE_YET;
  const found = issueObstacles({ slot, status, transport, frozen }, config);
  const obstacles = found.map(formatObstacle);
  const waiting = record === null ? [] : waitingProblems(record, { now, zone: config.schedule.zone });
  if (record !== null && frozen !== null) {
    const { items } = record;
    const place = found.every(({ needsNoSetting }) => needsNoSetting) ? 'actions' : 'settings';
    const problems = [...waiting, ...obstacleProblems(obstacles, place)];
    return {
      slot,
      status,
      items,
      heldBack: [],
      copy: frozen,
      bytes: bytesOfCopy(frozen),
      problems,
      obstacles,
    };
  }
  const draft = await draftIssue(request, deps);
  const { content, selection } = draft;
  return {
    slot,
    status,
    items: draftItems(draft),
    heldBack: selection.heldBack,
    copy: content === null ? null : frozenCopy(content, { date: now, newsletter: config.newsletter }),
    bytes: content?.rendered.bytes ?? { html: 0, text: 0 },
    problems: [
      ...waiting,
      ...problemsOf(draft, obstacles, config),
      ...(content === null ? [] : emailProblems(sampleOf(content.rendered.html))),
    ],
    obstacles,
  };
}

const NO_ISSUE_YET = { status: 'draft', transport: null } as const;

/** Why a held or paused issue waits. */
function waitingProblems(issue: IssueRecord, at: { now: number; zone: string }): IssueProblem[] {
  if (issue.status !== 'held' && issue.status !== 'paused') return [];
  return waitingProblem(decideSend({ ...issue, predatesRestore: false, review: 'auto', ...at }));
}

/** Tokens end the URLs; any token completes them. */
function sampleOf(html: EmailTemplate): string {
  return fillTemplate(html, { unsubscribe: 'x', preferences: 'x' });
}

function problemsOf(
  draft: Draft,
  obstacles: readonly string[],
  { selection: { minItems } }: IssueConfig,
): IssueProblem[] {
  const { slot, scheduledAt, cutOff, content, edited, open, selection } = draft;
  return issueProblems({
    slot,
    isAhead: cutOff < scheduledAt,
    digest: content?.digest ?? null,
    edited,
    items: draftItems(draft),
    heldBack: selection.heldBack,
    open,
    minItems,
    bytes: content?.rendered.bytes ?? { html: 0 },
    obstacles,
  });
}
