import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useViewer } from '@/app/viewer';
import { LoadingState } from '@/shared/states/LoadingState';
import css from './events.module.css';
import { type EventDetail, standingOf } from './words';

// Fields weigh more than the rest of the page, and a full or past event has none.
const RegistrationForm = lazy(() =>
  import('./RegistrationForm').then((found) => ({ default: found.RegistrationForm })),
);

const MemberRegistration = lazy(() =>
  import('./MemberRegistration').then((found) => ({ default: found.MemberRegistration })),
);

/** One screen: who, where from, how to reach, the code, consent; one tap for who is signed in. Or why nobody can register now. */
export function RegistrationPanel({ event }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  const viewer = useViewer();
  const open = event.takes_registrations && !event.is_full;
  const standing = standingOf(event);
  const why = event.takes_registrations && event.is_full ? 'full' : standing === 'open' ? 'closed' : standing;
  return (
    <section className={`${css.panel} ${css.register}`} aria-labelledby="register">
      <h2 id="register">{t('register.title')}</h2>
      {open ? (
        <Suspense fallback={<LoadingState height={570} />}>
          {viewer === undefined ? <LoadingState height={570} /> : null}
          {viewer === null ? <RegistrationForm event={event} /> : null}
          {viewer ? <MemberRegistration event={event} /> : null}
        </Suspense>
      ) : (
        <p>{t(`shut.${why}`)}</p>
      )}
    </section>
  );
}
