import type { ConfigProviderProps } from 'antd';
import { useEffect, useState } from 'react';

type Locale = NonNullable<ConfigProviderProps['locale']>;

const loaders: Record<string, () => Promise<{ default: Locale }>> = {
  'zh-Hans': () => import('antd/locale/zh_CN'),
  'zh-Hant': () => import('antd/locale/zh_HK'),
  en: () => import('antd/locale/en_US'),
};

const dayjsLocales: Record<string, () => Promise<unknown>> = {
  'zh-Hans': () => import('dayjs/locale/zh-cn'),
  'zh-Hant': () => import('dayjs/locale/zh-hk'),
};
const dayjsNames: Record<string, string> = { 'zh-Hans': 'zh-cn', 'zh-Hant': 'zh-hk', en: 'en' };

/** antd's own words in the page's language; the first paint does not wait for them. */
export function useAntdLocale(language: string): Locale | undefined {
  const [locale, setLocale] = useState<Locale>();
  useEffect(() => {
    let current = true;
    const load = async () => {
      const [messages, { default: dayjs }] = await Promise.all([
        loaders[language]?.(),
        import('dayjs'),
        dayjsLocales[language]?.(),
      ]);
      if (!current) return;
      dayjs.locale(dayjsNames[language] ?? 'en');
      setLocale(messages?.default);
    };
    void load();
    return () => {
      current = false;
    };
  }, [language]);
  return locale;
}
