import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { RefusedState } from '@/shared/states/RefusedState';
import css from './checkin.module.css';
import type { DoorState, Refusal } from './doorState';
import type { Doorkeeper } from './keeper';

interface ClosedProps {
  event: string;
  keeper: Doorkeeper;
  state: Pick<DoorState, 'waiting' | 'kept'>;
  refusal: Refusal;
}

/** Why this phone does not keep the door, and what can be done about it. */
export function Closed({ event, keeper, state: { waiting, kept }, refusal }: ClosedProps) {
  const { t } = useTranslation('checkin');
  if (refusal === 'refused') return <RefusedState />;
  return (
    <div className={css.page} role="alert">
      <h1>{t(`closed.${refusal}`)}</h1>
      <p>{t(`closed.${refusal}_text`)}</p>
      {waiting > 0 ? <p>{t('closed.untold', { count: waiting })}</p> : null}
      {refusal === 'revoked' && kept?.secret ? (
        <button type="button" className={css.big} onClick={() => void keeper.forgetLink()}>
          {t('closed.forget_link')}
        </button>
      ) : null}
      {refusal === 'signed_out' ? (
        <p>
          <AppLink className={css.big} href={`/login?next=${encodeURIComponent(`/checkin/${event}`)}`}>
            {t('closed.sign_in')}
          </AppLink>
        </p>
      ) : null}
    </div>
  );
}
