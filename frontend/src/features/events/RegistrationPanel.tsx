import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useViewer } from '@/app/viewer';
import { LoadingState } from '@/shared/states/LoadingState';
import { Time } from '@/shared/Time';
import css from './events.module.css';
import { PaymentRules } from './money/PaymentRules';
import { choiceOf, fullKinds, opensAt, shutBecause, waitableKinds } from './offer';
import type { Typed } from './registering';
import { useVoucher } from './useVoucher';
import { type EventDetail, isFree, standingOf } from './words';

// Fields weigh more than the rest of the page, and a full or past event has none.
const RegistrationForm = lazy(() =>
  import('./RegistrationForm').then((found) => ({ default: found.RegistrationForm })),
);

const VoucherEntry = lazy(() => import('./VoucherEntry').then((found) => ({ default: found.VoucherEntry })));

const MemberRegistration = lazy(() =>
  import('./MemberRegistration').then((found) => ({ default: found.MemberRegistration })),
);

const WaitingPanel = lazy(() =>
  import('./waiting/WaitingPanel').then((found) => ({ default: found.WaitingPanel })),
);

/** One screen: who, where from, how to reach, the code, consent; one tap for who is signed in. Where all is taken,
 * the waiting list; or why nobody can register now. */
export function RegistrationPanel({ event }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  const viewer = useViewer();
  const voucher = useVoucher(event);
  const [typed, setTyped] = useState<Typed>({});
  const [prefersLine, setPrefersLine] = useState(false);
  const choice = choiceOf(event, voucher.opened);
  const begins = opensAt(choice);
  const hasLine = event.takes_registrations && event.has_waiting_list && waitableKinds(event).length > 0;
  const standing = standingOf(event);
  const why = event.takes_registrations ? shutBecause(choice) : standing === 'open' ? 'closed' : standing;
  const waits = hasLine && (prefersLine || why === 'full');
  return (
    <section className={`${css.panel} ${css.register}`} aria-labelledby="register">
      <h2 id="register">{t(waits ? 'waiting.title' : 'register.title')}</h2>
      {why && !waits ? (
        <p>
          {t(`shut.${why}`)} {begins && why === 'not_yet' ? <Time value={begins} as="datetime" /> : null}
        </p>
      ) : null}
      {event.takes_registrations && event.takes_vouchers && !(waits && prefersLine) ? (
        <Suspense fallback={<LoadingState height={44} />}>
          <VoucherEntry voucher={voucher} isOpen={why !== null} />
        </Suspense>
      ) : null}
      {waits ? (
        <Suspense fallback={<LoadingState height={640} />}>
          <WaitingPanel event={event} typed={typed} />
        </Suspense>
      ) : why ? null : (
        <Suspense fallback={<LoadingState height={570} />}>
          {event.ticket_types.every(isFree) ? null : <PaymentRules event={event} />}
          {viewer === undefined ? <LoadingState height={570} /> : null}
          {viewer === null ? <RegistrationForm event={event} choice={choice} onFull={setTyped} /> : null}
          {viewer ? <MemberRegistration event={event} choice={choice} /> : null}
        </Suspense>
      )}
      {hasLine && !why ? (
        <Button type="text" size="large" onClick={() => setPrefersLine(!prefersLine)}>
          {t(
            waits ? 'waiting.back' : fullKinds(event).length > 0 ? 'waiting.for_full' : 'waiting.for_several',
          )}
        </Button>
      ) : null}
    </section>
  );
}
