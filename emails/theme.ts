import type { CSSProperties } from 'react';

/** A colour in both schemes. None is pure white or black, which clients that force inversion turn harsh. */
export interface Colour {
  light: string;
  dark: string;
  /** The class that the dark scheme styles. Short, because hundreds of elements have it. */
  name: string;
}

export const TEXT = {
  ink: { light: '#1f1d1a', dark: '#ebe8e1', name: 'ti' },
  muted: { light: '#57534b', dark: '#b5b0a6', name: 'tm' },
  link: { light: '#1c4b8f', dark: '#9cc2f7', name: 'tl' },
  ship: { light: '#12603a', dark: '#8fd3ab', name: 'ts' },
  skip: { light: '#9b2915', dark: '#f2a08f', name: 'tk' },
  split: { light: '#6f4c08', dark: '#e5c072', name: 'tp' },
  onShip: { light: '#f3faf5', dark: '#0e2a1a', name: 'to' },
  onInk: { light: '#f6f3ec', dark: '#1d1b19', name: 'tn' },
  onBand: { light: '#f6f3ec', dark: '#ebe8e1', name: 'tb' },
  onBandMuted: { light: '#c9c3b6', dark: '#b5b0a6', name: 'tc' },
} as const satisfies Record<string, Colour>;

export const FILL = {
  canvas: { light: '#ebe7de', dark: '#131211', name: 'fc' },
  card: { light: '#fcfbf8', dark: '#1e1c1a', name: 'fk' },
  sunken: { light: '#f3f0e8', dark: '#282623', name: 'fs' },
  ship: { light: '#12603a', dark: '#8fd3ab', name: 'fg' },
  skip: { light: '#9b2915', dark: '#f2a08f', name: 'fr' },
  split: { light: '#b98a26', dark: '#e5c072', name: 'fy' },
  ink: { light: '#1f1d1a', dark: '#ebe8e1', name: 'fi' },
  band: { light: '#1f1d1a', dark: '#282623', name: 'fb' },
  empty: { light: '#d9d4c7', dark: '#4a463f', name: 'fe' },
} as const satisfies Record<string, Colour>;

export const RULE = {
  hairline: { light: '#d9d4c7', dark: '#3d3933', name: 'rh' },
  strong: { light: '#1f1d1a', dark: '#ebe8e1', name: 'rs' },
  ship: { light: '#12603a', dark: '#8fd3ab', name: 'rg' },
  skip: { light: '#9b2915', dark: '#f2a08f', name: 'rk' },
  quiet: { light: '#a39d90', dark: '#7d776c', name: 'rq' },
} as const satisfies Record<string, Colour>;

/** Each platform has its first font, so that Word does not fall back to Times. Unquoted to keep attributes short. */
export const FONTS = {
  body: 'Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif',
  heading: 'Georgia,Times New Roman,serif',
} as const;

/** In pixels. */
export const WIDTH = 600;

interface Look {
  text?: keyof typeof TEXT;
  fill?: keyof typeof FILL;
  rule?: { colour: keyof typeof RULE; edge: 'border' | 'borderTop' | 'borderLeft'; line: string };
  /** The font size in pixels: at least 14. */
  size?: number;
  /** Classes from the style sheet. */
  className?: string;
  css?: CSSProperties;
}

/**
 * Attributes that style an element. Colour, background and size are inline for clients without style sheets; the
 * classes let the dark scheme and narrow screens override them.
 */
export function look({ text, fill, rule, size, className, css }: Look): {
  className: string | undefined;
  style: CSSProperties | undefined;
} {
  const names = [className, text && TEXT[text].name, fill && FILL[fill].name, rule && RULE[rule.colour].name];
  const style: CSSProperties = {
    ...(fill && { backgroundColor: FILL[fill].light }),
    ...(text && { color: TEXT[text].light }),
    ...(size && { fontSize: `${size}px` }),
    ...(rule && { [rule.edge]: `${rule.line} ${RULE[rule.colour].light}` }),
    ...css,
  };
  return { className: names.filter(Boolean).join(' ') || undefined, style };
}
