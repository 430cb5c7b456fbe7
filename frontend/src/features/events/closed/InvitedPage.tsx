import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GuestInvitation } from '@/api';
import {
  guestInvitationsDeclineMutation,
  guestInvitationsRetrieveOptions,
  guestInvitationsRetrieveQueryKey,
  guestInvitationsSendTicketMutation,
} from '@/api/@tanstack/react-query.gen';
import { Facts, fact } from '@/shared/Facts';
import { organizationName } from '@/shared/names';
import { PageHeader } from '@/shared/PageHeader';
import { Loaded } from '@/shared/states/Loaded';
import { LoadingState } from '@/shared/states/LoadingState';
import { Agenda } from '../Agenda';
import css from '../events.module.css';
import { choiceOf, shutBecause } from '../offer';
import { Problem } from '../registering';
import { span } from '../times';
import { standingOf, titleOf } from '../words';

const route = getRouteApi('/invited/$secret');
const Markdown = lazy(() =>
  import('@/shared/markdown/Markdown').then((found) => ({ default: found.Markdown })),
);
// Fields weigh more than the rest of the page, and an answered invitation has none.
const InvitedForm = lazy(() => import('./InvitedForm').then((found) => ({ default: found.InvitedForm })));

/** An event somebody is invited to. The link is the right to see it, and to come. */
export function InvitedPage() {
  const { secret } = route.useParams();
  const query = useQuery(guestInvitationsRetrieveOptions({ path: { secret } }));
  return <Loaded query={query}>{(invitation) => <Shown secret={secret} invitation={invitation} />}</Loaded>;
}

interface Props {
  secret: string;
  invitation: GuestInvitation;
}

function Shown({ secret, invitation }: Props) {
  const { t, i18n } = useTranslation(['closed', 'events']);
  const { event, state, name, has_place } = invitation;
  const standing = state === 'registered' && !has_place ? 'ended' : state;
  const place = event.is_online
    ? t('events:online')
    : [event.venue, event.address].filter(Boolean).join(' · ');
  return (
    <div className={`wrap ${css.page} ${css.narrow}`}>
      <PageHeader
        title={titleOf(event, i18n.language)}
        subtitle={t(`closed:invited.${standing}`, { name })}
      />
      {event.state === 'cancelled' ? (
        <p className={css.notice} role="alert">
          {t('events:page.cancelled', { reason: event.cancel_reason })}
        </p>
      ) : null}
      <section className={css.panel} aria-labelledby="facts">
        <h2 id="facts">{t('events:page.facts')}</h2>
        {event.summary ? <p>{event.summary}</p> : null}
        <Facts
          facts={[
            fact(t('events:page.when'), span(event.starts_at, event.ends_at, i18n.language)),
            fact(t('events:page.where'), place),
            fact(t('events:page.kind'), t(`events:preset.${event.preset}`)),
            fact(t('events:page.host'), organizationName(event.organization, i18n.language)),
          ]}
        />
        {event.description ? (
          <Suspense fallback={<LoadingState rows={4} />}>
            <Markdown source={event.description} />
          </Suspense>
        ) : null}
      </section>
      <Agenda event={event} />
      <section className={css.panel} aria-labelledby="register">
        <h2 id="register">{t('events:register.title')}</h2>
        <Answer secret={secret} invitation={invitation} />
      </section>
    </div>
  );
}

/** The ticket it became, for its own account, or on its way to the contact; or the form, and a way to say no; or why nobody can register now. */
function Answer({ secret, invitation }: Props) {
  const { t } = useTranslation(['events', 'closed']);
  const { event, ticket_secret, state, has_place } = invitation;
  if (ticket_secret) {
    return (
      <Link to="/me/tickets/$secret" params={{ secret: ticket_secret }} className={css.touch ?? ''}>
        {t('register.to_ticket')}
      </Link>
    );
  }
  if (has_place) return <SendTicket secret={secret} hint={invitation.contact_hint} />;
  if (state === 'registered') return <p>{t('closed:invited.ask_host')}</p>;
  const standing = standingOf(event);
  const shut = shutBecause(choiceOf(event, undefined));
  const why = event.takes_registrations ? shut : standing === 'open' ? 'closed' : standing;
  return (
    <>
      {why ? (
        <p>{t(`shut.${why}`)}</p>
      ) : (
        <Suspense fallback={<LoadingState height={420} />}>
          <InvitedForm secret={secret} invitation={invitation} />
        </Suspense>
      )}
      {state === 'invited' ? <Decline secret={secret} /> : null}
    </>
  );
}

/** A link may have been passed on, and a ticket is for its guest: it goes to the contact once more. */
function SendTicket({ secret, hint }: { secret: string; hint: string }) {
  const { t } = useTranslation('closed');
  const send = useMutation(guestInvitationsSendTicketMutation());
  return (
    <>
      <p role="status">{t(send.isSuccess ? 'invited.ticket_sent' : 'invited.ticket_at', { hint })}</p>
      <Problem error={send.error} />
      {send.isSuccess ? null : (
        <Button size="large" loading={send.isPending} onClick={() => send.mutate({ path: { secret } })}>
          {t('invited.send_ticket')}
        </Button>
      )}
    </>
  );
}

/** Asks once more on the page itself: the host reads the answer at once. */
function Decline({ secret }: Pick<Props, 'secret'>) {
  const { t } = useTranslation('closed');
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState(false);
  const path = { secret };
  const decline = useMutation({
    ...guestInvitationsDeclineMutation(),
    onSuccess: (read) => queryClient.setQueryData(guestInvitationsRetrieveQueryKey({ path }), read),
  });
  if (!asked) {
    return (
      <Button type="text" size="large" onClick={() => setAsked(true)}>
        {t('invited.decline')}
      </Button>
    );
  }
  return (
    <>
      <p>{t('invited.decline_ask')}</p>
      <Problem error={decline.error} />
      <div className={css.acts}>
        <Button loading={decline.isPending} onClick={() => decline.mutate({ path })}>
          {t('invited.decline_do')}
        </Button>
        <Button onClick={() => setAsked(false)}>{t('invited.keep')}</Button>
      </div>
    </>
  );
}
