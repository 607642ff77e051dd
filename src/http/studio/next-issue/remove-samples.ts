import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { SampleCounts } from '../../../demo/sample-store.ts';
import { readShippedSamples } from '../../../demo/shipped-samples.ts';
import { counted } from '../../../shared/counted.ts';
import { MAX_STUDIO_FORM_BYTES } from '../../bodies/body-limits.ts';
import { limitForm } from '../../bodies/form.ts';
import type { Markup } from '../../pages/page.ts';
import { actions, button } from '../frame/components/buttons.ts';
import { card, pageHeading } from '../frame/components/page-heading.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import { weekName } from '../frame/times.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { subscribersWords } from '../subscribers/subscriber-words.ts';

const REMOVE_ROUTE = '/studio/samples/remove';
const SETTINGS = '/studio/settings';

const NO_SAMPLES = {
  status: 404,
  title: 'There is no sample data here',
  detail: 'Nothing was removed. It is gone already, or was never added.',
} as const;

/** `/studio/samples/remove`: says what is removed and what stays, and removes all samples when confirmed. */
export function removeSamples(deps: StudioDeps): Hono<StudioEnv> {
  const { sampleStore, answerProblem, record, clock, config } = deps;
  return new Hono<StudioEnv>()
    .get(REMOVE_ROUTE, async (context) => {
      const counts = await countSamples(deps);
      return counts === null ? answerProblem(context, NO_SAMPLES) : answerQuestion(context, deps, counts);
    })
    .post(REMOVE_ROUTE, limitForm(answerProblem, MAX_STUDIO_FORM_BYTES), async (context) => {
      const outcome = await sampleStore.removeSamples(await readShippedSamples());
      if (outcome.kind === 'in-use') {
        const week = weekName(outcome.slot, { now: clock.now(), zone: config.schedule.zone });
        return answerProblem(context, {
          status: 409,
          title: 'Nothing was removed',
          detail: `${week} is approved or going out with sample data. Unlock it, stop it, or wait until it has gone out, then try again.`,
        });
      }
      if (outcome.subscribers > 0) await record.add('erased', subscribersWords(outcome.subscribers));
      return context.redirect(`${context.var.path('/studio')}?saved=samples-removed`, 303);
    });
}

/** Null if there are none. */
async function countSamples({ sampleStore }: Pick<StudioDeps, 'sampleStore'>): Promise<SampleCounts | null> {
  const counts = await sampleStore.countSamples(await readShippedSamples());
  return counts.comparisons + counts.subscribers > 0 ? counts : null;
}

/** "12 sample comparisons and 14 sample subscribers". */
function samplesWords({ comparisons, subscribers }: SampleCounts): string {
  return [
    comparisons > 0 && counted(comparisons, 'sample comparison'),
    subscribers > 0 && counted(subscribers, 'sample subscriber'),
  ]
    .filter((words) => words !== false)
    .join(' and ');
}

/** The way to remove the samples, while there are any. */
export async function samplesLeftCard(
  { var: { path } }: Context<StudioEnv>,
  deps: Pick<StudioDeps, 'sampleStore'>,
): Promise<Markup | false> {
  const counts = await countSamples(deps);
  if (counts === null) return false;
  return card({
    id: 'samples',
    title: 'Sample data',
    body: html`<p>${samplesWords(counts)} are in this database.</p>
${actions(button({ words: 'Remove them…', href: path(REMOVE_ROUTE) }))}`,
  });
}

function answerQuestion(context: Context<StudioEnv>, { site }: StudioDeps, counts: SampleCounts) {
  const { path } = context.var;
  return answerStudioPage(context, site, {
    title: 'Remove the sample data',
    section: SETTINGS,
    body: html`${pageHeading({
      title: `Remove the ${samplesWords(counts)}?`,
      crumb: { words: 'Settings', href: path(SETTINGS) },
    })}
<form class="card narrow" method="post" action="${path(REMOVE_ROUTE)}">
<p>They are removed for good, and so is the record of mail to them. What stays:</p>
<ul class="bullets">
<li>everything of your own</li>
<li>issues that went out with sample data, with their numbers</li></ul>
${actions(button({ words: 'Remove them', kind: 'danger' }), button({ words: 'Keep them', href: path(SETTINGS) }))}
</form>`,
  });
}
