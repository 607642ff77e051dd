/** An element with the ids that it refers to. */
export interface SvgElement {
  id: string | null;
  refersTo: readonly string[];
  children: SvgElement[];
}

/** How many elements may be drawn once every reference is followed. */
export const MAX_DRAWN_ELEMENTS = 50_000;

/** Of references and elements inside one another. */
const MAX_STEPS = 1_000;

/**
 * A few lines of SVG can draw billions of elements: ten copies of ten copies of ten copies. Counts them without
 * drawing.
 */
export function referenceProblem(elements: readonly SvgElement[]): string | null {
  const byId = new Map(elements.flatMap((element) => (element.id === null ? [] : [[element.id, element]])));
  const counts = new Map<SvgElement, number>();
  /** Infinity where an element refers to itself, or the way is too long. */
  const count = (element: SvgElement, steps: number): number => {
    const known = counts.get(element);
    if (known !== undefined) return known;
    if (steps > MAX_STEPS) return Number.POSITIVE_INFINITY;
    counts.set(element, Number.POSITIVE_INFINITY);
    const referred = element.refersTo.flatMap((id) => byId.get(id) ?? []);
    const total = [...element.children, ...referred].reduce((sum, part) => sum + count(part, steps + 1), 1);
    counts.set(element, total);
    return total;
  };
  const [root] = elements;
  const total = root === undefined ? 0 : count(root, 0);
  if (total <= MAX_DRAWN_ELEMENTS) return null;
  return `The SVG repeats its parts too often: at most ${MAX_DRAWN_ELEMENTS.toLocaleString('en')} elements are drawn, and none may refer to itself. Simplify it, or give a PNG.`;
}
