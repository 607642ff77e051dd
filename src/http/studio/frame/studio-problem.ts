import type { Context } from 'hono';
import { html } from 'hono/html';
import type { ProblemRenderer } from '../../pages/problem-page.ts';
import type { Site } from '../../pages/site.ts';
import type { StudioEnv } from './studio-env.ts';
import { sectionOf, studioPage } from './studio-page.ts';

/** An error as a studio page; null for visitors who could not load its style sheet. */
export function studioProblem(
  context: Context<StudioEnv>,
  { site, hasPassword }: { site: Site; hasPassword: boolean },
): ProblemRenderer {
  return ({ title, detail }) => {
    const { path, session } = context.var;
    if (session === null && !hasPassword) return null;
    return studioPage(context, site, {
      title,
      ...(session !== null && { section: sectionOf(context.req.path) }),
      body: html`
<div class="title"><h1>${title}</h1></div>
<div class="sheet stack form">
${detail !== undefined && html`<p>${detail}</p>`}
<p><a class="button quiet" href="${path('/studio')}">${session === null ? 'Sign in' : 'This week'}</a></p>
</div>`,
    });
  };
}
