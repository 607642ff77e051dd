import type { Context } from 'hono';
import { counted } from '../../../shared/counted.ts';
import type { Markup } from '../../pages/page.ts';
import { notice } from '../frame/components/notice.ts';
import type { StudioEnv } from '../frame/studio-env.ts';

/** What was just added, from the URL that an addition ends at. */
export function addedNotice({ req }: Context<StudioEnv>): Markup | false {
  const number = (name: string) => {
    const given = req.query(name) ?? '';
    return /^\d{1,4}$/.test(given) ? Number(given) : 0;
  };
  const [added, updated, unchanged] = [number('added'), number('updated'), number('unchanged')];
  if (added + updated + unchanged === 0) return false;
  const what =
    added > 0
      ? `${counted(added, 'comparison')} added.`
      : updated > 0
        ? `${counted(updated, 'comparison')} updated.`
        : 'Nothing is new.';
  const rest = [
    ...(added > 0 && updated > 0 ? [`${updated} updated.`] : []),
    ...(unchanged > 0
      ? [`${counted(unchanged, 'comparison')} ${unchanged === 1 ? 'was' : 'were'} as before.`]
      : []),
  ].join(' ');
  return notice({ tone: 'good', what, rest: rest === '' ? false : rest });
}
