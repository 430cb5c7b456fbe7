import { useEffect, useSyncExternalStore } from 'react';
import { usePreferences } from '../preferences';

const query = '(prefers-color-scheme: dark)';

function subscribe(onChange: () => void): () => void {
  const list = matchMedia(query);
  list.addEventListener('change', onChange);
  return () => list.removeEventListener('change', onChange);
}

/** Whether the page is dark now: the person's choice, else the system's, followed while it changes. */
export function useDarkMode(): boolean {
  const theme = usePreferences((state) => state.theme);
  const system = useSyncExternalStore(subscribe, () => matchMedia(query).matches);
  return theme === 'dark' || (theme === 'system' && system);
}

/** Carries the theme to `<html data-theme>`, which base.css reads. */
export function useThemeAttribute(dark: boolean): void {
  useEffect(() => {
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  }, [dark]);
}
