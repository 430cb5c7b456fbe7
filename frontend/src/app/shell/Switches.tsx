import { useTranslation } from 'react-i18next';
import { LANGUAGES, type Theme, usePreferences } from '../preferences';
import css from './shell.module.css';

/** The languages' own names, for readers of a screen that speaks. */
const NAMES = { 'zh-Hans': 'zh-Hans', 'zh-Hant': 'zh-Hant', en: 'en' } as const;

export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  const setLanguage = usePreferences((state) => state.setLanguage);
  return (
    <fieldset className={css.segmented}>
      <legend className="visually-hidden">{t('language.label')}</legend>
      {LANGUAGES.map((language) => (
        <button
          key={language}
          type="button"
          lang={NAMES[language]}
          aria-pressed={i18n.language === language}
          onClick={() => setLanguage(language)}
        >
          {t(`language.${language}`)}
        </button>
      ))}
    </fieldset>
  );
}

const THEMES: Theme[] = ['light', 'dark', 'system'];

export function ThemeSwitch() {
  const { t } = useTranslation();
  const { theme, setTheme } = usePreferences();
  return (
    <fieldset className={css.segmented}>
      <legend className="visually-hidden">{t('theme.label')}</legend>
      {THEMES.map((each) => (
        <button key={each} type="button" aria-pressed={theme === each} onClick={() => setTheme(each)}>
          {t(`theme.${each}`)}
        </button>
      ))}
    </fieldset>
  );
}
