import { theme as antd, type ThemeConfig } from 'antd';

const FONTS =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const FONTS_HANT =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang HK", "Microsoft JhengHei", "Noto Sans CJK TC", sans-serif';

const LIGHT = {
  colorPrimary: '#0958d9',
  // The kit would lighten it under the pointer, too pale for white words.
  colorPrimaryHover: '#0b4cb8',
  colorInfo: '#0958d9',
  colorLink: '#0958d9',
  colorError: '#cf1322',
  colorSuccess: '#2f7d1f',
  colorWarning: '#a86400',
  colorTextTertiary: 'rgba(0,0,0,.62)',
  colorTextPlaceholder: 'rgba(0,0,0,.58)',
  colorTextDescription: 'rgba(0,0,0,.65)',
  colorBgLayout: '#f6f8fb',
};

const DARK = {
  colorPrimary: '#3c89e8',
  // As in the light: paler than this, white words on it could not be read.
  colorPrimaryHover: '#2f68b0',
  colorInfo: '#3c89e8',
  colorLink: '#65a9f3',
  colorError: '#ff7875',
  colorErrorActive: '#d95f5c',
  colorSuccess: '#73c66a',
  colorWarning: '#e8b04a',
  colorTextTertiary: 'rgba(255,255,255,.65)',
  colorTextPlaceholder: 'rgba(255,255,255,.60)',
  colorTextDescription: 'rgba(255,255,255,.70)',
  colorBgLayout: '#0f1115',
  colorBgContainer: '#171a20',
  colorBgElevated: '#1e2229',
};

// The red of the dark theme is bright: as words it is read on dark, and dark words are read on it.
const DARK_BUTTON = {
  dangerColor: '#1c0808',
  // Words and edge of a plain button under the pointer: the blue behind white words is too dark to be read on dark.
  defaultHoverColor: '#65a9f3',
  defaultHoverBorderColor: '#65a9f3',
};

/** The look of every antd component. The same colours stand in base.css for what is not antd. */
export function antdTheme(dark: boolean, language: string): ThemeConfig {
  return {
    algorithm: dark ? antd.darkAlgorithm : antd.defaultAlgorithm,
    cssVar: { key: 'xmh' },
    // One antd on the page needs no hash; without it the selectors also work in Chrome 87.
    hashed: false,
    token: {
      ...(dark ? DARK : LIGHT),
      fontSize: 15,
      controlHeight: 40,
      borderRadius: 8,
      fontFamily: language === 'zh-Hant' ? FONTS_HANT : FONTS,
    },
    components: { Button: dark ? DARK_BUTTON : {} },
  };
}
