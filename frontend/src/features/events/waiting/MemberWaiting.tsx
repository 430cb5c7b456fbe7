import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Registrant } from '@/api';
import {
  eventConsentOptions,
  eventsRegistrationsMineOptions,
  eventsWaitingMineCreateMutation,
  eventsWaitingMineOptions,
  eventsWaitingMineQueryKey,
  myWaitingListQueryKey,
} from '@/api/@tanstack/react-query.gen';
import { LoadingState } from '@/shared/states/LoadingState';
import css from '../events.module.css';
import { OneTapForm } from '../OneTapForm';
import { waitableKinds } from '../offer';
import { useKeyOf } from '../registering';
import type { EventDetail } from '../words';
import { HowMany } from './HowMany';
import { KindsChoice } from './KindsChoice';
import { WaitingForm } from './WaitingForm';

/** For who is signed in: one tap, or the ticket or the place in line they have already. */
export function MemberWaiting({ event }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  const [byCode, setByCode] = useState(false);
  const path = { event_id: event.id };
  const known = useQuery(eventsRegistrationsMineOptions({ path }));
  const line = useQuery(eventsWaitingMineOptions({ path }));
  if (known.isPending || line.isPending) return <LoadingState height={340} />;
  const isPublic = event.visibility === 'public';
  if (!isPublic && !known.data?.contact) return <p>{t('register.needs_contact')}</p>;
  if (byCode || !known.data?.contact) return <WaitingForm event={event} />;
  const ticket = known.data.secret;
  const waiting = line.data?.secret;
  return (
    <>
      {ticket ? (
        <>
          <p>{t('register.held')}</p>
          <Link to="/me/tickets/$secret" params={{ secret: ticket }} className={css.touch ?? ''}>
            {t('register.to_ticket')}
          </Link>
        </>
      ) : waiting ? (
        <>
          <p>{t('waiting.held')}</p>
          <Link to="/waiting/$secret" params={{ secret: waiting }} className={css.touch ?? ''}>
            {t('waiting.to_page')}
          </Link>
        </>
      ) : (
        <OneTap event={event} known={known.data} />
      )}
      {isPublic ? (
        <Button type="text" size="large" onClick={() => setByCode(true)}>
          {t('waiting.other')}
        </Button>
      ) : null}
    </>
  );
}

interface Values {
  name?: string;
  organization?: string;
  kinds?: string[];
  party_size?: number;
}

function useOneTap(event: EventDetail, known: Registrant) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const keyOf = useKeyOf();
  const consent = useQuery({ ...eventConsentOptions(), staleTime: 60_000 });
  const path = { event_id: event.id };
  const join = useMutation({
    ...eventsWaitingMineCreateMutation(),
    onSuccess: async ({ secret }) => {
      await navigate({ to: '/waiting/$secret', params: { secret } });
      await queryClient.invalidateQueries({ queryKey: eventsWaitingMineQueryKey({ path }) });
      await queryClient.invalidateQueries({ queryKey: myWaitingListQueryKey() });
    },
  });
  const finish = ({ name = '', organization = '', kinds, party_size = 1 }: Values) => {
    const body = {
      name: known.name || name.trim(),
      organization: known.organization || organization.trim(),
      consent_version: consent.data?.version ?? '',
      kinds: kinds ?? waitableKinds(event).map(({ id }) => id),
      party_size,
    };
    join.mutate({ path, body, headers: { 'Idempotency-Key': keyOf(body) } });
  };
  return { consent, join, finish };
}

function OneTap({ event, known }: { event: EventDetail; known: Registrant }) {
  const { t } = useTranslation('events');
  const { consent, join, finish } = useOneTap(event, known);
  return (
    <OneTapForm<Values>
      label={t('waiting.title')}
      agree={t('waiting.agree')}
      consent={consent.data?.text}
      known={known}
      busy={join.isPending}
      error={join.error}
      onFinish={finish}
    >
      <KindsChoice event={event} />
      <HowMany event={event} />
    </OneTapForm>
  );
}
