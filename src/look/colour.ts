type Rgb = readonly [red: number, green: number, blue: number];

function channelsOf(colour: string): Rgb {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff];
}

/** WCAG 2.2, "relative luminance". @param colour `#rrggbb` */
export function luminance(colour: string): number {
  const [red, green, blue] = channelsOf(colour).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2, "contrast ratio": 1 to 21. */
export function contrast(one: string, other: string): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** In degrees; null for greys, which have none that an eye could tell. */
export function hueOf(colour: string): number | null {
  const [red, green, blue] = channelsOf(colour);
  const most = Math.max(red, green, blue);
  const spread = most - Math.min(red, green, blue);
  if (spread < MIN_SPREAD) return null;
  const sixth =
    most === red
      ? (green - blue) / spread
      : most === green
        ? (blue - red) / spread + 2
        : (red - green) / spread + 4;
  return (sixth * 60 + 360) % 360;
}

/** Of the strongest and the weakest channel. */
const MIN_SPREAD = 24;

/** The smaller angle between two hues, in degrees. */
export function hueDistance(one: number, other: number): number {
  const angle = Math.abs(one - other) % 360;
  return Math.min(angle, 360 - angle);
}

/** Mixes a colour towards another in steps too small to see, until it `isEnough`. */
export function mixUntil(colour: string, towards: string, isEnough: (mixed: string) => boolean): string {
  for (let step = 0; step < STEPS; step += 1) {
    const mixed = mix(colour, towards, step / STEPS);
    if (isEnough(mixed)) return mixed;
  }
  return towards;
}

const STEPS = 100;

function mix(colour: string, towards: string, share: number): string {
  const target = channelsOf(towards);
  const mixed = channelsOf(colour).map((channel, index) =>
    Math.round(channel + ((target[index] ?? 0) - channel) * share),
  );
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
