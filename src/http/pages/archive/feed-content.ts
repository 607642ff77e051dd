import { parseDocument } from 'htmlparser2';

type Node = ReturnType<typeof parseDocument>['childNodes'][number];
type Element = Extract<Node, { attribs: unknown }>;

/** What feed readers keep, by what an article has. Other elements leave their content. */
const KEPT: Readonly<Record<string, string>> = {
  ...{ h2: 'h2', h3: 'h3', p: 'p', blockquote: 'blockquote', ul: 'ul', ol: 'ol', li: 'li' },
  ...{ em: 'em', strong: 'strong', b: 'strong', code: 'code', a: 'a', footer: 'p' },
};

/**
 * An issue's article for feed readers: a few elements without classes or ids, absolute URLs, and lists instead of
 * tables.
 *
 * @param url The issue's page.
 */
export function feedContent(article: string, url: string): string {
  return contentOf(parseDocument(article).childNodes, url);
}

const contentOf = (nodes: readonly Node[], url: string): string =>
  nodes.map((node) => nodeContent(node, url)).join('');

function nodeContent(node: Node, url: string): string {
  if (!('attribs' in node)) return 'data' in node && node.type === 'text' ? escaped(node.data) : '';
  if (node.name === 'br') return '<br>';
  if (node.name === 'table') return tableContent(node, url);
  if (node.name === 'dl') return listContent(node.childNodes.map((row) => termContent(row, url)));
  return wrapped(node, contentOf(node.childNodes, url), url);
}

function wrapped({ name, attribs }: Element, content: string, url: string): string {
  const kept = Object.hasOwn(KEPT, name) ? KEPT[name] : undefined;
  if (kept === undefined) return content;
  const href = kept === 'a' ? ` href="${escaped(new URL(attribs.href ?? '', url).href)}"` : '';
  return `<${kept}${href}>${content}</${kept}>`;
}

const listContent = (items: readonly string[]) =>
  `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;

/** "Price: 5 dollars". */
function termContent(row: Node, url: string): string {
  const [term, value] = 'children' in row ? row.childNodes : [];
  return [term, value].map((node) => (node === undefined ? '' : nodeContent(node, url))).join(': ');
}

/** A row becomes an item: "Builder: Kiln 91 ship; Marl 66 ship". */
function tableContent(table: Element, url: string): string {
  const [head, ...rows] = elementsOf(table).flatMap(elementsOf);
  const [corner = '', ...columns] = (head === undefined ? [] : elementsOf(head)).map((cell) =>
    contentOf(cell.childNodes, url),
  );
  const isAnswers = table.attribs.class === 'answers';
  const items = rows.map((row) => {
    const [first = '', ...cells] = elementsOf(row).map((cell) => contentOf(cell.childNodes, url).trim());
    const shown = cells.flatMap((cell, column) =>
      cell === '' ? [] : [isAnswers ? cell : `${columns[column] ?? ''} ${cell}`],
    );
    return shown.length === 0 ? first : `${first}: ${shown.join(isAnswers ? ', ' : '; ')}`;
  });
  return (isAnswers ? `${corner}<p>${columns.join(', ')}:</p>` : '') + listContent(items);
}

const elementsOf = (node: Node): Element[] =>
  'children' in node ? node.childNodes.flatMap((child) => ('attribs' in child ? [child] : [])) : [];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
