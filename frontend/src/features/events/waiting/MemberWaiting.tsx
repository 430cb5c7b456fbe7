import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
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
import { Facts, fact } from '@/shared/Facts';
import { LoadingState } from '@/shared/states/LoadingState';
import css from '../events.module.css';
import { fullKinds } from '../offer';
import { Problem, useKeyOf } from '../registering';
import type { EventDetail } from '../words';
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
      <Button type="text" size="large" onClick={() => setByCode(true)}>
        {t('waiting.other')}
      </Button>
    </>
  );
}

interface Values {
  name?: string;
  organization?: string;
  kinds?: string[];
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
  const finish = ({ name = '', organization = '', kinds }: Values) => {
    const body = {
      name: known.name || name.trim(),
      organization: known.organization || organization.trim(),
      consent_version: consent.data?.version ?? '',
      kinds: kinds ?? fullKinds(event).map(({ id }) => id),
    };
    join.mutate({ path, body, headers: { 'Idempotency-Key': keyOf(body) } });
  };
  return { consent, join, finish };
}

/** What is known is shown, what is missing is asked; the text stands above the button that agrees to it. */
function OneTap({ event, known }: { event: EventDetail; known: Registrant }) {
  const { t } = useTranslation('events');
  const { consent, join, finish } = useOneTap(event, known);
  const missing = (['name', 'organization'] as const).filter((name) => !known[name]);
  return (
    <Form layout="vertical" requiredMark={false} onFinish={finish} aria-label={t('waiting.title')}>
      <Problem error={join.error} />
      <div className={css.known}>
        <Facts
          facts={[
            fact(t('register.name'), known.name),
            fact(t('register.organization'), known.organization),
            fact(t('register.contact'), known.contact),
          ]}
        />
      </div>
      {missing.map((name) => (
        <Form.Item
          key={name}
          name={name}
          label={t(`register.${name}`)}
          rules={[{ required: true, whitespace: true, message: t('register.needed') }]}
        >
          <Input size="large" autoComplete={name} maxLength={name === 'name' ? 80 : 120} />
        </Form.Item>
      ))}
      <KindsChoice event={event} />
      <p id="consent" className={css.terms}>
        {consent.data?.text ?? t('register.loading')}
      </p>
      <Button
        type="primary"
        htmlType="submit"
        size="large"
        block
        loading={join.isPending}
        disabled={!consent.data}
        aria-describedby="consent"
      >
        {t('waiting.agree')}
      </Button>
    </Form>
  );
}
