import type { Page } from 'playwright-core';

/** A node of Chromium's accessibility tree, as its debugger returns it. */
interface AxNode {
  nodeId: string;
  childIds?: string[];
  ignored: boolean;
  role?: { value: string };
  name?: { value: string };
  properties?: { name: string; value: { value: unknown } }[];
}

/** Roles that a screen reader announces with the name of their contents. */
const NAMED: Readonly<Record<string, string>> = {
  heading: 'heading',
  link: 'link',
  image: 'image',
  columnheader: 'column',
  rowheader: 'row',
  cell: 'cell',
};

/**
 * A page as a screen reader reads it from beginning to end, according to Chromium: a line for each heading, link and
 * cell of a
 * data table, and one for each run of text.
 */
export async function spoken(page: Page): Promise<string[]> {
  const debug = await page.context().newCDPSession(page);
  const { nodes } = (await debug.send('Accessibility.getFullAXTree')) as { nodes: AxNode[] };
  await debug.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const say = (node: AxNode): string[] => {
    const role = node.role?.value ?? '';
    const name = (node.name?.value ?? '').trim();
    if (!node.ignored && role === 'StaticText') return name === '' ? [] : [name];
    if (!node.ignored && NAMED[role] !== undefined)
      return [`[${NAMED[role]}${levelOf(node)}] ${name}`.trim()];
    const within = (node.childIds ?? []).flatMap((id) => say(byId.get(id) ?? MISSING));
    return !node.ignored && role === 'table' ? ['[table]', ...within, '[end of table]'] : within;
  };
  return nodes[0] === undefined ? [] : say(nodes[0]);
}

const MISSING: AxNode = { nodeId: '', ignored: true };

function levelOf({ properties = [] }: AxNode): string {
  const level = properties.find(({ name }) => name === 'level')?.value.value;
  return level === undefined ? '' : ` ${level}`;
}
