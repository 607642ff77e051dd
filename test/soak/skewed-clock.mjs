/**
 * Loaded before the program with `--import`, so it is JavaScript: sets its clock wrong by the milliseconds in CLOCK_SKEW, or
 * by another amount each time if that is `random`.
 */
const RealDate = Date;
const skew = process.env.CLOCK_SKEW ?? '0';
const skewNow = () => (skew === 'random' ? (Math.random() - 0.5) * 80_000 : Number(skew));

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [RealDate.now() + skewNow()] : parts));
  }
  static now() {
    return RealDate.now() + skewNow();
  }
};
