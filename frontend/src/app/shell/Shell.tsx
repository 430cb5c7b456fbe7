import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useMatches } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { getStatusOptions } from '@/api/@tanstack/react-query.gen';
import { Banners } from './Banners';
import { Header } from './Header';
import { PageFallback } from './PageFallback';
import css from './shell.module.css';
import { TabBar } from './TabBar';
import { useFocusOnArrival } from './useFocusOnArrival';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** The page fills the window by itself: no header, no tabs, no footer. */
    isBare?: boolean;
  }
}

/** Everything around a page, or nothing around one that stands alone. */
export function Shell() {
  const isBare = useMatches({ select: (matches) => matches.some(({ staticData }) => staticData.isBare) });
  return isBare ? <Alone /> : <Framed />;
}

function Alone() {
  const main = useFocusOnArrival();
  return (
    <main ref={main} id="main" tabIndex={-1} className={css.alone}>
      <Suspense fallback={<PageFallback />}>
        <Outlet />
      </Suspense>
    </main>
  );
}

/** Public pages load nothing of antd through it but the provider. */
function Framed() {
  const { t } = useTranslation();
  const main = useFocusOnArrival();
  const { data: status } = useQuery(getStatusOptions());
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
          <nav className={css.footerLinks} aria-label={t('footer.label')}>
            <Link to="/help">{t('footer.help')}</Link>
            <Link to="/legal/$doc" params={{ doc: 'privacy' }}>
              {t('footer.privacy')}
            </Link>
            <Link to="/legal/$doc" params={{ doc: 'terms' }}>
              {t('footer.terms')}
            </Link>
          </nav>
          <p>{t('footer.about')}</p>
          <p>{t('footer.open_source')}</p>
          {status?.demo ? <p>{t('footer.demo')}</p> : null}
        </div>
      </footer>
      <TabBar />
    </div>
  );
}
