import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import cards from '../locales/en/cards.json';
import common from '../locales/en/common.json';

/** English messages of the shared parts, loaded at once, for tests that render. */
export async function loadEnglish(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: false,
    defaultNS: 'common',
    resources: { en: { common, cards } },
    interpolation: { escapeValue: false },
  });
}
