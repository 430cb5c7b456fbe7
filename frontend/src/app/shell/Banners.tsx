import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { getStatusOptions } from '@/api/@tanstack/react-query.gen';
import css from './shell.module.css';

function subscribe(onChange: () => void): () => void {
  addEventListener('online', onChange);
  addEventListener('offline', onChange);
  return () => {
    removeEventListener('online', onChange);
    removeEventListener('offline', onChange);
  };
}

function OfflineBanner() {
  const { t } = useTranslation();
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  return <div role="status">{online ? null : <p className={css.banner}>{t('state.offline')}</p>}</div>;
}

const AGAIN_MS = 15_000;

/** Says that search is reduced; asks again until the engine is there, then goes away by itself. */
function ReducedModeBanner() {
  const { t } = useTranslation();
  const { data } = useQuery({
    ...getStatusOptions(),
    refetchInterval: ({ state }) => (state.data?.mode === 'reduced' ? AGAIN_MS : false),
  });
  return (
    <div role="status">
      {data?.mode === 'reduced' ? (
        <p className={css.banner}>
          <strong>{t('reduced.title')}</strong> {t('reduced.text')} {data.search.hint}
        </p>
      ) : null}
    </div>
  );
}

export function Banners() {
  return (
    <>
      <OfflineBanner />
      <ReducedModeBanner />
    </>
  );
}
