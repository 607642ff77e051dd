import type { StudioEnv } from '../frame/studio-env.ts';
import type { StudioAction } from './issue-action.ts';

export type Path = StudioEnv['Variables']['path'];

/** GET asks for confirmation, POST performs the action. */
export function actionRoute(slot: string, action: StudioAction): `/${string}` {
  return `/studio/issues/${slot}/${action}`;
}
