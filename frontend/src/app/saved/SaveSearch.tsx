import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { useViewer } from '../viewer';
import css from './saved.module.css';

// Most who search do not save, and a dialog is heavy.
const SaveDialog = lazy(() => import('./SaveDialog'));

/** Keep the search in front of me, and hear of what newly fits it. Visitors are asked to sign in first. */
export function SaveSearch({ address }: { address: object }) {
  const { t } = useTranslation('saved');
  const [open, setOpen] = useState(false);
  const viewer = useViewer();
  if (viewer === undefined) return null;
  if (viewer === null) {
    const here = window.location.pathname + window.location.search;
    return <AppLink href={`/login?next=${encodeURIComponent(here)}`}>{t('save')}</AppLink>;
  }
  return (
    <div className={css.save}>
      <AppLink href="/investor/searches">{t('mine')}</AppLink>
      <Button onClick={() => setOpen(true)}>{t('save')}</Button>
      {open ? (
        <Suspense>
          <SaveDialog address={address} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}
