import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useViewer } from '@/app/viewer';
import { LoadingState } from '@/shared/states/LoadingState';
import { Time } from '@/shared/Time';
import css from './events.module.css';
import { choiceOf, opensAt, shutBecause } from './offer';
import { useVoucher } from './useVoucher';
import { type EventDetail, standingOf } from './words';

// Fields weigh more than the rest of the page, and a full or past event has none.
const RegistrationForm = lazy(() =>
  import('./RegistrationForm').then((found) => ({ default: found.RegistrationForm })),
);

const VoucherEntry = lazy(() => import('./VoucherEntry').then((found) => ({ default: found.VoucherEntry })));

const MemberRegistration = lazy(() =>
  import('./MemberRegistration').then((found) => ({ default: found.MemberRegistration })),
);

/** One screen: who, where from, how to reach, the code, consent; one tap for who is signed in. Or why nobody can register now. */
export function RegistrationPanel({ event }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  const viewer = useViewer();
  const voucher = useVoucher(event);
  const choice = choiceOf(event, voucher.opened);
  const begins = opensAt(choice);
  const standing = standingOf(event);
  const why = event.takes_registrations ? shutBecause(choice) : standing === 'open' ? 'closed' : standing;
  return (
    <section className={`${css.panel} ${css.register}`} aria-labelledby="register">
      <h2 id="register">{t('register.title')}</h2>
      {why ? (
        <p>
          {t(`shut.${why}`)} {begins && why === 'not_yet' ? <Time value={begins} as="datetime" /> : null}
        </p>
      ) : null}
      {event.takes_registrations && event.takes_vouchers ? (
        <Suspense fallback={<LoadingState height={44} />}>
          <VoucherEntry voucher={voucher} isOpen={why !== null} />
        </Suspense>
      ) : null}
      {why ? null : (
        <Suspense fallback={<LoadingState height={570} />}>
          {viewer === undefined ? <LoadingState height={570} /> : null}
          {viewer === null ? <RegistrationForm event={event} choice={choice} /> : null}
          {viewer ? <MemberRegistration event={event} choice={choice} /> : null}
        </Suspense>
      )}
    </section>
  );
}
