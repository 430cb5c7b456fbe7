import i18next, { type BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { LANGUAGES, type Language, pickLanguage, usePreferences } from '../preferences';

type Messages = Record<string, unknown>;
const files = import.meta.glob<Messages>('../../locales/*/*.json', { import: 'default' });

/** Loads one namespace of one language as its own chunk, when a page first asks for it. */
const lazyFiles: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    const load = files[`../../locales/${language}/${namespace}.json`];
    if (!load) {
      done(new Error(`No messages ${language}/${namespace}`), null);
      return;
    }
    load().then(
      (messages) => done(null, messages),
      (error: Error) => done(error, null),
    );
  },
};

export function currentLanguage(): Language {
  return pickLanguage(usePreferences.getState().language, undefined, navigator.languages);
}

/** Resolves when the first language's common messages are there. */
export async function startI18n(): Promise<void> {
  await i18next
    .use(lazyFiles)
    .use(initReactI18next)
    .init({
      lng: currentLanguage(),
      supportedLngs: LANGUAGES,
      fallbackLng: false,
      load: 'currentOnly',
      ns: ['common'],
      defaultNS: 'common',
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  tellDocument(i18next.language);
  i18next.on('languageChanged', tellDocument);
}

/** The page speaks this language, and so do the title, summary and share picture the server writes for the next page. */
function tellDocument(language: string): void {
  document.documentElement.lang = language;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in the WeChat webviews we build for.
  document.cookie = `django_language=${language.toLowerCase()}; path=/; max-age=31536000; samesite=lax`;
}
