import type { IssueActionDeps } from '../issue-actions/issue-action-deps.ts';
import type { NoticeStore } from '../issues/notice-store.ts';
import type { IssueConfig } from '../render/draft-issue.ts';
import type { ScheduleStore } from '../schedule/schedule-store.ts';

export interface SchedulerDeps extends IssueActionDeps {
  scheduleStore: Pick<ScheduleStore, 'readState' | 'recordCheck'>;
  noticeStore: Pick<NoticeStore, 'noticedOf' | 'addNotice'>;
  config: SchedulerConfig;
}

export interface SchedulerConfig extends IssueConfig {
  catchUpHours: number;
  draftLeadHours: number;
}
