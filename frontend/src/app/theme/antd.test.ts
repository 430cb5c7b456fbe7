import { theme } from 'antd';
import { expect, test } from 'vitest';
import { antdTheme } from './antd';

/** #rrggbb as the eye weighs it, 0 to 1 (WCAG 2.2). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

test('the measure is the one of the guidelines', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
});

test.each([
  ['light', false],
  ['dark', true],
])('words on a full button can be read at rest, under the pointer and pressed: %s', (_, isDark) => {
  const look = antdTheme(isDark, 'zh-Hans');
  const tokens = theme.getDesignToken(look);
  const danger = look.components?.Button?.dangerColor ?? '#ffffff';
  const pairs: [words: string, fill: string][] = [
    ['#ffffff', tokens.colorPrimary],
    ['#ffffff', tokens.colorPrimaryHover],
    ['#ffffff', tokens.colorPrimaryActive],
    [danger, tokens.colorError],
    [danger, tokens.colorErrorHover],
    [danger, tokens.colorErrorActive],
  ];
  expect(tokens.colorTextLightSolid).toBe('#fff');
  expect(pairs.filter(([words, fill]) => contrast(words, fill) < 4.5)).toEqual([]);
});
