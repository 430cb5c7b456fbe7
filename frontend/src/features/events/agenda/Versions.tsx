import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgendaRelease } from '@/api';
import { LoadingState } from '@/shared/states/LoadingState';
import { Time } from '@/shared/Time';
import css from '../events.module.css';

// Few ask for it, and its words come with it.
const History = lazy(() => import('./History').then((found) => ({ default: found.History })));

interface VersionsProps {
  event: string;
  release: AgendaRelease;
}

/** Which version of the agenda this is, and for who asks what was new in it and in those before. */
export function Versions({ event, release: { number, released_at } }: VersionsProps) {
  const { t } = useTranslation('events');
  const [open, setOpen] = useState(false);
  return (
    <>
      <p className={css.quiet}>
        {t('page.version', { number })} <Time value={released_at} as="datetime" />
      </p>
      {number > 1 ? (
        <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
          <summary className={css.touch}>{t('page.history')}</summary>
          {open ? (
            <Suspense fallback={<LoadingState rows={4} />}>
              <History event={event} />
            </Suspense>
          ) : null}
        </details>
      ) : null}
    </>
  );
}
