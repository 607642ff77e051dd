/** A colour in both schemes, as `#rrggbb`. */
export interface SchemeColour {
  light: string;
  dark: string;
}

/** What the owner's colour stands on and beside, in emails and on pages. */
export const GROUNDS = {
  canvas: { light: '#e7eaed', dark: '#0f1113' },
  sheet: { light: '#fbfcfd', dark: '#191c20' },
  sunken: { light: '#f0f3f5', dark: '#23272c' },
  ink: { light: '#191c20', dark: '#e8eaed' },
  ship: { light: '#0f6540', dark: '#86d6aa' },
  skip: { light: '#a12a13', dark: '#f5a48f' },
  split: { light: '#755000', dark: '#e8c376' },
} as const satisfies Record<string, SchemeColour>;

/** The colours that follow the owner's: of the stripe and the button, of the text on it, and of links. */
export interface BrandColours {
  brand: SchemeColour;
  onBrand: SchemeColour;
  link: SchemeColour;
}

/** Without an accent. */
export const DEFAULT_BRAND: BrandColours = {
  brand: { light: '#2440b0', dark: '#a9bbff' },
  onBrand: { light: '#fbfcfd', dark: '#101a45' },
  link: { light: '#2440b0', dark: '#a9bbff' },
};
