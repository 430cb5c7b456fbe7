import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { pickLanguage, usePreferences } from './preferences';
import { antdTheme } from './theme/antd';
import { useAntdLocale } from './theme/antdLocale';
import { useDarkMode, useThemeAttribute } from './theme/useDarkMode';
import { useViewer } from './viewer';

/** The nonce of this response; the browser hides it from the attribute, not from the property. */
const nonce = document.querySelector<HTMLElement>('script[nonce]')?.nonce;
const csp = nonce ? { nonce } : {};

function LookAndLanguage({ queryClient, children }: { queryClient: QueryClient; children: ReactNode }) {
  const { i18n } = useTranslation();
  const chosen = usePreferences((state) => state.language);
  const account = useViewer()?.language;
  const wanted = pickLanguage(chosen, account, navigator.languages);
  const dark = useDarkMode();
  const locale = useAntdLocale(i18n.language);
  useThemeAttribute(dark);

  useEffect(() => {
    if (i18n.language === wanted) return;
    // The server words its answers in the language of the request, so they are read again.
    void i18n.changeLanguage(wanted).then(() => queryClient.invalidateQueries());
  }, [wanted, i18n, queryClient]);

  return (
    <ConfigProvider
      csp={csp}
      theme={antdTheme(dark, i18n.language)}
      button={{ autoInsertSpace: false }}
      {...(locale ? { locale } : {})}
    >
      {children}
    </ConfigProvider>
  );
}

export function Providers({ queryClient, children }: { queryClient: QueryClient; children: ReactNode }) {
  return (
    <QueryClientProvider client={queryClient}>
      <LookAndLanguage queryClient={queryClient}>{children}</LookAndLanguage>
    </QueryClientProvider>
  );
}
