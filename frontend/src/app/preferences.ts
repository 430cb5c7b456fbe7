import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export const LANGUAGES = ['zh-Hans', 'zh-Hant', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Theme = 'light' | 'dark' | 'system';

interface Preferences {
  theme: Theme;
  /** null until the person chooses one; then the choice outranks the browser and the account. */
  language: Language | null;
  setTheme: (theme: Theme) => void;
  setLanguage: (language: Language) => void;
}

/** What this browser remembers about how to show things. public/boot.js reads the same key before the first paint. */
export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      theme: 'system',
      language: null,
      setTheme: (theme) => set({ theme }),
      setLanguage: (language) => set({ language }),
    }),
    { name: 'xmh-preferences', version: 1 },
  ),
);

/** The language of ours closest to one browser tag such as zh-TW, or null. */
export function languageOfTag(tag: string): Language | null {
  const lower = tag.toLowerCase();
  if (/^zh(-|_)(hant|tw|hk|mo)/.test(lower)) return 'zh-Hant';
  if (lower.startsWith('zh')) return 'zh-Hans';
  return lower.startsWith('en') ? 'en' : null;
}

/** First the choice, then the account, then the browser; the street's own language is simplified Chinese. */
export function pickLanguage(
  chosen: Language | null,
  account: string | undefined,
  browser: readonly string[],
): Language {
  if (chosen) return chosen;
  for (const tag of [account ?? '', ...browser]) {
    const language = languageOfTag(tag);
    if (language) return language;
  }
  return 'zh-Hans';
}
