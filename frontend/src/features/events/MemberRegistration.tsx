import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Registrant } from '@/api';
import {
  eventConsentOptions,
  eventsRegistrationsMineCreateMutation,
  eventsRegistrationsMineOptions,
  eventsRegistrationsMineQueryKey,
  myTicketsListQueryKey,
} from '@/api/@tanstack/react-query.gen';
import type { Filled } from '@/shared/asking';
import { LoadingState } from '@/shared/states/LoadingState';
import { askedAtOnce, askedBody, askedOfEach } from './asking/askedOf';
import { OwnConsent } from './asking/OwnConsent';
import { QuestionFields } from './asking/QuestionFields';
import { type Along, Companions, sentAlong } from './Companions';
import css from './events.module.css';
import { KindChoice } from './KindChoice';
import { OneTapForm } from './OneTapForm';
import { type Choice, kindOf, sentKind } from './offer';
import { RegistrationForm } from './RegistrationForm';
import { useFilledUp, useKeyOf } from './registering';
import type { EventDetail } from './words';

/** For who is signed in: one tap where the account has proved a contact, the form with a code otherwise. */
export function MemberRegistration({ event, choice }: { event: EventDetail; choice: Choice }) {
  const { t } = useTranslation('events');
  const [byCode, setByCode] = useState(false);
  const known = useQuery(eventsRegistrationsMineOptions({ path: { event_id: event.id } }));
  if (known.isPending) return <LoadingState height={340} />;
  const isPublic = event.visibility === 'public';
  if (!isPublic && !known.data?.contact) return <p>{t('register.needs_contact')}</p>;
  if (byCode || !known.data?.contact) return <RegistrationForm event={event} choice={choice} />;
  const { secret } = known.data;
  return (
    <>
      {secret ? (
        <>
          <p>{t('register.held')}</p>
          <p className={css.ways}>
            <Link to="/me/tickets/$secret" params={{ secret }} className={css.touch ?? ''}>
              {t('register.to_ticket')}
            </Link>
            <Link to="/me/tickets" className={css.touch ?? ''}>
              {t('tickets.title')}
            </Link>
          </p>
        </>
      ) : (
        <OneTap event={event} choice={choice} known={known.data} />
      )}
      {isPublic ? (
        <Button type="text" size="large" onClick={() => setByCode(true)}>
          {t('register.other')}
        </Button>
      ) : null}
    </>
  );
}

type Values = Partial<Record<'name' | 'organization' | 'ticket_type', string>> & {
  answers?: Filled;
  companions?: Along[];
};

function useOneTap(event: EventDetail, choice: Choice, known: Registrant) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const keyOf = useKeyOf();
  const filledUp = useFilledUp(event.id);
  const consent = useQuery({ ...eventConsentOptions(), staleTime: 60_000 });
  const path = { event_id: event.id };
  const register = useMutation({
    ...eventsRegistrationsMineCreateMutation(),
    onError: filledUp,
    onSuccess: async ({ secret }) => {
      await navigate({ to: '/me/tickets/$secret', params: { secret } });
      await queryClient.invalidateQueries({ queryKey: eventsRegistrationsMineQueryKey({ path }) });
      await queryClient.invalidateQueries({ queryKey: myTicketsListQueryKey() });
    },
  });
  const finish = ({ name = '', organization = '', ticket_type, answers, companions }: Values) => {
    const body = {
      name: known.name || name.trim(),
      organization: known.organization || organization.trim(),
      consent_version: consent.data?.version ?? '',
      ticket_type: sentKind(choice, ticket_type),
      voucher: choice.voucher,
      companions: sentAlong(askedOfEach(event), kindOf(choice, ticket_type), choice.voucher, companions),
      ...askedBody(event, answers),
    };
    register.mutate({ path, body, headers: { 'Idempotency-Key': keyOf(body) } });
  };
  return { consent, register, finish };
}

function OneTap({ event, choice, known }: { event: EventDetail; choice: Choice; known: Registrant }) {
  const { t } = useTranslation('events');
  const { consent, register, finish } = useOneTap(event, choice, known);
  return (
    <OneTapForm<Values>
      label={t('register.title')}
      agree={t('register.agree')}
      consent={consent.data?.text}
      known={known}
      busy={register.isPending}
      error={register.error}
      onFinish={finish}
    >
      <KindChoice choice={choice} />
      <QuestionFields questions={askedAtOnce(event)} />
      <AlongOfKind event={event} choice={choice} />
      <OwnConsent consent={event.consent} />
    </OneTapForm>
  );
}

/** Reads the chosen kind of the form it stands in. */
function AlongOfKind({ event, choice }: { event: EventDetail; choice: Choice }) {
  const chosen = Form.useWatch<string | undefined>('ticket_type');
  return <Companions event={event} kind={kindOf(choice, chosen)} voucher={choice.voucher} />;
}
