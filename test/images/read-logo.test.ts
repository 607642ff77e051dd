import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readLogo } from '../../src/images/read-logo.ts';
import { projectPath } from '../../src/shared/project-path.ts';
import { aPng, pixelOf, sizeOf, svg } from './pictures.ts';

const JPEG = readFileSync(projectPath('test/images/red-48x16.jpg'));
const RECT = '<rect width="100" height="20" fill="#c81e3c"/>';

async function accepted(bytes: Uint8Array) {
  const read = await readLogo(bytes);
  if (!read.ok) throw new Error(read.reason);
  expect(sizeOf(read.png)).toEqual({ width: read.width, height: read.height });
  return read;
}

async function reasonAgainst(bytes: Uint8Array): Promise<string> {
  const read = await readLogo(bytes);
  return read.ok ? `accepted, ${read.width} × ${read.height}` : read.reason;
}

describe('a logo that is accepted', () => {
  test.each([
    ['a PNG of 2000 × 100', aPng(2_000, 100), [440, 22]],
    ['a PNG of 1 × 1', aPng(1, 1), [1, 1]],
    ['a small PNG', aPng(120, 30), [120, 30]],
    ['a tall PNG', aPng(300, 900), [20, 60]],
    ['a PNG of 4000 × 4000', aPng(4_000, 4_000), [60, 60]],
    ['a PNG of 4000 × 1', aPng(4_000, 1), [440, 1]],
    ['a JPEG', JPEG, [48, 16]],
    ['an SVG', svg(RECT), [300, 60]],
    [
      'an SVG with a huge viewBox',
      svg('<rect width="9e8" height="9e7"/>', 'viewBox="0 0 9e8 9e7"'),
      [440, 44],
    ],
    [
      'an SVG from a drawing program',
      Buffer.from(
        `\ufeff<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><!-- <script> --><svg xmlns="http://www.w3.org/2000/svg" xmlns:i="urn:i" i:export="C:\\logo.png" width="100" height="20"><title>Logo \\ here</title><style>.a{fill:url(#g)}</style><linearGradient id="g"><stop stop-color="#c00"/></linearGradient><rect class="a" width="100" height="20"/></svg>`,
      ),
      [300, 60],
    ],
  ])('%s fits into 440 × 60 and keeps its shape', async (_name, bytes, [width, height]) => {
    expect(await accepted(bytes)).toMatchObject({ width, height });
  });

  test('the same file gives the same bytes and hash, and nothing but the picture stays in it', async () => {
    const secret = { tEXt: Buffer.from('Comment\0taken at home') };
    const read = await accepted(aPng(500, 50, { extra: secret }));
    expect(await accepted(aPng(500, 50, { extra: secret }))).toEqual(read);
    expect(Buffer.from(read.png).includes('taken at home')).toBe(false);
    expect(read.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each([
    ['half transparent', [200, 30, 60, 128]],
    ['opaque', [200, 30, 60, 255]],
  ] as const)('a picture that is %s stays so when it is made smaller', async (_name, colour) => {
    const { png } = await accepted(aPng(900, 90, { colour }));
    const pixel = pixelOf(png, 20);
    for (const [index, value] of colour.entries())
      expect(Math.abs((pixel[index] ?? -9) - value)).toBeLessThanOrEqual(1);
  });

  test('what an SVG does not draw is transparent', async () => {
    const { png } = await accepted(svg('<rect y="10" width="100" height="10" fill="#c81e3c"/>'));
    expect([pixelOf(png, 0), pixelOf(png, 59)]).toEqual([
      [0, 0, 0, 0],
      [200, 30, 60, 255],
    ]);
  });

  test('a JPEG keeps its colours', async () => {
    const { png } = await accepted(JPEG);
    const [red = 0, green = 0, blue = 0, alpha] = pixelOf(png);
    expect([red > 180, green < 60, blue < 90, alpha]).toEqual([true, true, true, 255]);
  });
});

describe('a logo that is refused', () => {
  const damaged = aPng(200, 50);
  damaged[damaged.length - 25] = (damaged[damaged.length - 25] ?? 0) ^ 0xff;

  test.each([
    [
      'of 10 MB',
      Buffer.alloc(10_000_000, aPng(9, 9)),
      /The file is 9\.54 MiB\. A logo may have at most 1 MiB: make it smaller/,
    ],
    ['that is empty', Buffer.alloc(0), /is empty/],
    ['that is a GIF', Buffer.from('GIF89a, and more'), /a PNG, a JPEG or an SVG/],
    ['that is a web page', Buffer.from('<html><p>No logo</p></html>'), /a PNG, a JPEG or an SVG/],
    ['that is too wide', aPng(4_001, 1), /4001 × 1 pixels\. At most 4,000 either way/],
    ['that is animated', aPng(9, 9, { extra: { acTL: Buffer.alloc(8) } }), /animated/],
    ['that is cut', aPng(200, 50).subarray(0, -20), /damaged/],
    ['with a wrong checksum', damaged, /damaged/],
    ['that is a JPEG cut', JPEG.subarray(0, -40), /damaged/],
    ['that has nothing to see', aPng(9, 9, { colour: [1, 2, 3, 0] }), /nothing in it can be seen/],
    ['that is an SVG without an end', svg(RECT).subarray(0, -8), /damaged/],
    ['that is an SVG of nothing', svg(''), /nothing in it can be seen/],
    ['that is an endlessly wide SVG', svg(RECT, 'width="1e30" height="3"'), /damaged/],
  ])('a file %s is refused with the reason', async (_name, bytes, reason) => {
    expect(await reasonAgainst(bytes)).toMatch(reason);
  });

  test('a picture that would unpack to gigabytes is refused by its header', async () => {
    const bomb = aPng(9, 9);
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    expect(await reasonAgainst(bomb)).toMatch(/60000 × 60000 pixels/);
  });

  const nested = Array.from(
    { length: 40 },
    (_, level) => `<g id="g${level + 1}">${`<use href="#g${level}"/>`.repeat(10)}</g>`,
  ).join('');

  test.each([
    ['a picture from elsewhere', '<image href="https://elsewhere.test/a.png"/>', /picture in it/],
    ['a picture within', '<image href="data:image/png;base64,AAAA"/>', /picture in it/],
    ['a file of this machine', '<use href="file:///etc/passwd#a"/>', /outside itself/],
    ['a link', '<a xlink:href="https://elsewhere.test">a</a>', /outside itself/],
    ['a fill from elsewhere', '<rect fill="url(https://elsewhere.test/#a)"/>', /outside itself/],
    ['a style from elsewhere', '<style>@import "https://elsewhere.test/a.css";</style>', /outside itself/],
    ['a font from elsewhere', `<style>@font-face{src:url('/a.woff')}</style>`, /outside itself/],
    ['a hidden style', '<rect style="fill:u\\72l(https://elsewhere.test)"/>', /outside itself/],
    ['a script', '<script>alert(1)</script>', /script in it/],
    ['a script in an attribute', '<rect onload="alert(1)"/>', /script in it/],
    ['a page', '<foreignObject><p>Hello</p></foreignObject>', /web page in it/],
    ['text', '<text y="9">Verdicts</text>', /Convert the text to paths/],
    ['a movement', '<rect><animate attributeName="x"/></rect>', /moves/],
    ['copies of copies', `<g id="g0">${RECT}</g>${nested}<use href="#g40"/>`, /repeats its parts too often/],
    ['a copy of itself', '<g id="a"><use href="#a"/></g>', /repeats its parts/],
    ['too many elements', '<g/>'.repeat(20_000), /at most 20,000 elements, 100 inside/],
    ['too many effects', `<filter>${'<feFlood/>'.repeat(41)}</filter>`, /at most 40 are drawn/],
    ['too deep elements', `${'<g>'.repeat(200)}${'</g>'.repeat(200)}`, /100 inside one another/],
  ])('an SVG with %s is refused with the reason', async (_name, inside, reason) => {
    expect(await reasonAgainst(svg(RECT + inside))).toMatch(reason);
  });

  test.each([
    ['a filter that never ends', '<feTurbulence baseFrequency="0.9" numOctaves="90000"/>'.repeat(40)],
    [
      'a filter over everything',
      '<feMorphology radius="4000"/><feTurbulence numOctaves="900000"/>'.repeat(20),
    ],
  ])('an SVG with %s is given up after a few seconds', async (_name, effects) => {
    const began = performance.now();
    const filter = `<filter id="f" x="0" y="0" width="1" height="1">${effects}</filter>`;
    const reason = await reasonAgainst(svg(`${filter}<rect width="100" height="20" filter="url(#f)"/>`));
    expect(reason).toBe('The logo takes too long to draw. Make it smaller or simpler.');
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  test('an SVG with entities within entities is refused before they are read', async () => {
    const bomb = `<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>${svg('&b;')}`;
    expect(await reasonAgainst(Buffer.from(bomb))).toMatch(/declares entities/);
    const file = `<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>${svg('<desc>&a;</desc>')}`;
    expect(await reasonAgainst(Buffer.from(file))).toMatch(/declares entities/);
  });

  test('an SVG whose style sheet is elsewhere is refused', async () => {
    const styled = `<?xml-stylesheet href="https://elsewhere.test/a.css"?>${svg(RECT)}`;
    expect(await reasonAgainst(Buffer.from(styled))).toMatch(/outside itself/);
  });
});
