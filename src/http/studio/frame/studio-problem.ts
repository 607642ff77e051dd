import type { Context } from 'hono';
import { html } from 'hono/html';
import { mayHelpLater, type ProblemRenderer, SAME_PAGE } from '../../pages/problem-page.ts';
import type { Site } from '../../pages/site.ts';
import { actions, button } from './components/buttons.ts';
import { pageHeading } from './components/page-heading.ts';
import { labelOf } from './navigation.ts';
import type { StudioEnv } from './studio-env.ts';
import { brandName, sectionOf, studioPage } from './studio-page.ts';

/** An error as a studio page; null for visitors who could not load its style sheet. */
export function studioProblem(
  context: Context<StudioEnv>,
  { site, hasPassword }: { site: Site; hasPassword: boolean },
): ProblemRenderer {
  return (problem) => {
    const { title, detail } = problem;
    const { path, session } = context.var;
    if (session === null && !hasPassword) return null;
    const said = detail !== undefined && html`<p>${detail}</p>`;
    const again = mayHelpLater(context, problem) ? { words: 'Try again', href: SAME_PAGE } : null;
    if (session === null)
      return studioPage(context, site, {
        title,
        body: html`<div class="card stack"><p class="brand">${brandName(site)}</p><h1>${title}</h1>${said}${button({ ...(again ?? { words: 'Sign in', href: path('/studio') }), kind: 'primary' })}</div>`,
      });
    const section = sectionOf(context.req.path);
    const nextIssue = { words: 'Open the next issue', href: path('/studio') };
    const back = { words: `Back to ${labelOf(section)}`, href: path(section) };
    const ways = [again, section === '/studio' ? null : back, nextIssue]
      .filter((way) => way !== null)
      .map((way, index) => button(index === 0 ? { ...way, kind: 'primary' } : way));
    return studioPage(context, site, {
      title,
      section,
      body: html`${pageHeading({ title })}
<div class="narrow stack"><section class="card">${said}${actions(...ways)}</section></div>`,
    });
  };
}
