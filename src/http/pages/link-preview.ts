import { html, raw } from 'hono/html';
import { type Logo, logoRoute } from '../../look/logo.ts';
import type { Markup } from './page.ts';
import type { Site } from './site.ts';

interface LinkPreview {
  title: string;
  description: string;
  route: `/${string}`;
  /** An issue: when it was published, and the picture that there is of it. */
  article?: { publishedAt: Date; image: `/${string}` | null };
}

/** How other sites and programs show a link to a page: Open Graph (ogp.me) and Twitter's card. */
export function linkPreview(site: Site, { title, description, route, article }: LinkPreview): Markup {
  const image = article?.image ?? null;
  return html`<meta property="og:site_name" content="${site.newsletter.name}">
<meta property="og:type" content="${article === undefined ? 'website' : 'article'}">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
<meta property="og:url" content="${site.url(route)}">
${article !== undefined && html`<meta property="article:published_time" content="${article.publishedAt.toISOString()}">`}
${image !== null && html`<meta property="og:image" content="${site.url(image)}"><meta property="og:image:alt" content="${title}">`}
<meta name="twitter:card" content="${image === null ? 'summary' : 'summary_large_image'}">`;
}

/** An issue for search engines (schema.org/NewsArticle), with the logo that it went out with. Browsers neither run it nor ask the page's policy about it. */
export function newsArticle(
  site: Site,
  { title, description, route, article: { publishedAt, image } }: Required<LinkPreview>,
  logo: Logo | null,
): Markup {
  const publisher = {
    '@type': 'Organization',
    name: site.newsletter.name,
    url: site.url('/'),
    ...(logo !== null && { logo: { '@type': 'ImageObject', url: site.url(logoRoute(logo.hash)) } }),
  };
  const data = {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: title,
    description,
    url: site.url(route),
    mainEntityOfPage: site.url(route),
    datePublished: publishedAt.toISOString(),
    dateModified: publishedAt.toISOString(),
    inLanguage: 'en',
    author: publisher,
    publisher,
    ...(image !== null && { image: [site.url(image)] }),
  };
  return html`<script type="application/ld+json">${raw(scriptSafe(JSON.stringify(data)))}</script>`;
}

/** Nothing in it can end the script element, or begin a comment in it. */
const scriptSafe = (json: string) =>
  json.replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
