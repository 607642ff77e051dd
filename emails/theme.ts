import type { CSSProperties } from 'react';
import { type BrandColours, DEFAULT_BRAND, GROUNDS } from '../src/look/grounds.ts';

/** A colour in both schemes. None is pure white or black, which clients that force inversion turn harsh. */
export interface Colour {
  light: string;
  dark: string;
  /** The class that the dark scheme styles. Short, because hundreds of elements have it. */
  name: string;
}

export const TEXT = {
  ink: { ...GROUNDS.ink, name: 'ti' },
  muted: { light: '#535a63', dark: '#adb4bd', name: 'tm' },
  link: { ...DEFAULT_BRAND.link, name: 'tl' },
  ship: { ...GROUNDS.ship, name: 'ts' },
  skip: { ...GROUNDS.skip, name: 'tk' },
  split: { ...GROUNDS.split, name: 'tp' },
  onShip: { light: '#f4fbf7', dark: '#0b2618', name: 'to' },
  onBrand: { ...DEFAULT_BRAND.onBrand, name: 'tn' },
  onInk: { light: '#fbfcfd', dark: '#191c20', name: 'tv' },
  onBand: { light: '#fbfcfd', dark: '#e8eaed', name: 'tb' },
  onBandMuted: { light: '#adb4bd', dark: '#adb4bd', name: 'tc' },
} as const satisfies Record<string, Colour>;

export const FILL = {
  canvas: { ...GROUNDS.canvas, name: 'fc' },
  card: { ...GROUNDS.sheet, name: 'fk' },
  sunken: { ...GROUNDS.sunken, name: 'fs' },
  ship: { light: '#0f6540', dark: '#86d6aa', name: 'fg' },
  shipTint: { light: '#e2f1e8', dark: '#173529', name: 'fh' },
  skipTint: { light: '#f9e8e3', dark: '#41221b', name: 'fr' },
  brand: { ...DEFAULT_BRAND.brand, name: 'fb' },
  ink: { light: '#191c20', dark: '#e8eaed', name: 'fi' },
  band: { light: '#191c20', dark: '#23272c', name: 'fa' },
  empty: { light: '#d3d9df', dark: '#383e46', name: 'fe' },
} as const satisfies Record<string, Colour>;

export const RULE = {
  hairline: { light: '#d3d9df', dark: '#383e46', name: 'rh' },
  strong: { light: '#191c20', dark: '#e8eaed', name: 'rs' },
  ship: { light: '#0f6540', dark: '#86d6aa', name: 'rg' },
  skip: { light: '#a12a13', dark: '#f5a48f', name: 'rk' },
  split: { light: '#755000', dark: '#e8c376', name: 'rp' },
  brand: { ...DEFAULT_BRAND.brand, name: 'rb' },
  quiet: { light: '#8a929b', dark: '#7d858e', name: 'rq' },
} as const satisfies Record<string, Colour>;

/**
 * The house speaks in sans serif, people in serif. Each platform has its first font, so that Word does not fall back to
 * Times. Unquoted to keep attributes short.
 */
export const FONTS = {
  body: 'Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif',
  voice: 'Georgia,Times New Roman,serif',
} as const;

/** In pixels. */
export const WIDTH = 600;

/** Every colour, with those that follow the owner's. */
export interface Colours {
  text: Record<keyof typeof TEXT, Colour>;
  fill: Record<keyof typeof FILL, Colour>;
  rule: Record<keyof typeof RULE, Colour>;
}

export function coloursWith({ brand, onBrand, link }: BrandColours): Colours {
  return {
    text: { ...TEXT, link: { ...TEXT.link, ...link }, onBrand: { ...TEXT.onBrand, ...onBrand } },
    fill: { ...FILL, brand: { ...FILL.brand, ...brand } },
    rule: { ...RULE, brand: { ...RULE.brand, ...brand } },
  };
}

const STANDARD = coloursWith(DEFAULT_BRAND);

export interface ElementStyle {
  text?: keyof typeof TEXT;
  fill?: keyof typeof FILL;
  rule?: {
    colour: keyof typeof RULE;
    edge: 'border' | 'borderTop' | 'borderLeft' | 'borderBottom';
    line: string;
  };
  /** The font size in pixels: at least 14. */
  size?: number;
  /** Classes from the style sheet. */
  className?: string;
  css?: CSSProperties;
}

/**
 * Attributes that style an element. Colour, background and size are inline for clients without style sheets; the
 * classes let the dark scheme and narrow screens override them. What has the owner's colour asks `useLook` instead.
 */
export function look(
  { text, fill, rule, size, className, css }: ElementStyle,
  colours: Colours = STANDARD,
): {
  className: string | undefined;
  style: CSSProperties | undefined;
} {
  const names = [className, text && TEXT[text].name, fill && FILL[fill].name, rule && RULE[rule.colour].name];
  const style: CSSProperties = {
    ...(fill && { backgroundColor: colours.fill[fill].light }),
    ...(text && { color: colours.text[text].light }),
    ...(size && { fontSize: `${size}px` }),
    ...(rule && { [rule.edge]: `${rule.line} ${colours.rule[rule.colour].light}` }),
    ...css,
  };
  return { className: names.filter(Boolean).join(' ') || undefined, style };
}
