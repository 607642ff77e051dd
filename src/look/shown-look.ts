import { accentColours } from './accent.ts';
import type { BrandColours } from './grounds.ts';
import { type Logo, logoRoute, shownSize } from './logo.ts';
import { DEFAULT_LOOK, type Look } from './look.ts';

/** A look as templates need it: colours that can be read, and a logo with its address and its size on the page. */
export interface ShownLook
  extends Pick<Look, 'siteUrl' | 'socialLinks' | 'footerText' | 'privacyUrl' | 'confirmation'> {
  colours: BrandColours;
  logo: ShownLogo | null;
}

export interface ShownLogo {
  url: string;
  width: number;
  height: number;
  /** Null for the newsletter's name. */
  alt: string | null;
}

/** @param publicUrl Of the public pages, without a trailing slash. */
export function shownLook(
  { accent, logo, siteUrl, socialLinks, footerText, privacyUrl, confirmation }: Look,
  publicUrl: string,
): ShownLook {
  const { brand, onBrand, link } = accentColours(accent);
  return {
    colours: { brand, onBrand, link },
    logo: logo === null ? null : shownLogo(logo, publicUrl + logoRoute(logo.hash)),
    siteUrl,
    socialLinks,
    footerText,
    privacyUrl,
    confirmation,
  };
}

export function shownLogo(logo: Logo, url: string): ShownLogo {
  return { url, ...shownSize(logo), alt: logo.alt };
}

/** Of a newsletter whose owner has set none. */
export const DEFAULT_SHOWN_LOOK: ShownLook = shownLook(DEFAULT_LOOK, '');

/** The owner's links, as every footer shows them, the site first. */
export function lookLinks({
  siteUrl,
  socialLinks,
  privacyUrl,
}: Pick<Look, 'siteUrl' | 'socialLinks' | 'privacyUrl'>): { label: string; url: string }[] {
  return [
    ...(siteUrl === null ? [] : [{ label: 'Our site', url: siteUrl }]),
    ...socialLinks,
    ...(privacyUrl === null ? [] : [{ label: 'Privacy', url: privacyUrl }]),
  ];
}
