import { Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Banners } from './Banners';
import { Header } from './Header';
import { PageFallback } from './PageFallback';
import css from './shell.module.css';
import { TabBar } from './TabBar';
import { useFocusOnArrival } from './useFocusOnArrival';

/** Everything around a page. Public pages load nothing of antd through it but the provider. */
export function Shell() {
  const { t } = useTranslation();
  const main = useFocusOnArrival();
  return (
    <div className={css.shell}>
      <a className={css.skip} href="#main">
        {t('a11y.skip')}
      </a>
      <Header />
      <Banners />
      <main ref={main} id="main" tabIndex={-1} className={css.main}>
        <Suspense fallback={<PageFallback />}>
          <Outlet />
        </Suspense>
      </main>
      <footer className={css.footer}>
        <div className="wrap">
          <p>{t('footer.about')}</p>
          <p>{t('footer.open_source')}</p>
        </div>
      </footer>
      <TabBar />
    </div>
  );
}
