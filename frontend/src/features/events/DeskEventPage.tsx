import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Alert, Button, Tabs } from 'antd';
import { type ComponentType, lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import {
  eventsRetrieveOptions,
  eventsSubmitCreateMutation,
  eventsWithdrawCreateMutation,
} from '@/api/@tanstack/react-query.gen';
import { AppLink } from '@/shared/AppLink';
import { PageHeader } from '@/shared/PageHeader';
import { Loaded } from '@/shared/states/Loaded';
import { LoadingState } from '@/shared/states/LoadingState';
import { OverviewTab } from './desk/OverviewTab';
import { tabsOf } from './desk/tabs';
import { Standing } from './EventCard';
import type { DeskTab } from './search';
import { useWritten } from './useWritten';
import { type EventDetail, titleOf } from './words';

// A tab's code comes when it is opened.
const WordsTab = lazy(() => import('./desk/WordsTab').then((found) => ({ default: found.WordsTab })));
const AgendaTab = lazy(() => import('./desk/AgendaTab').then((found) => ({ default: found.AgendaTab })));
const TicketsTab = lazy(() => import('./desk/TicketsTab').then((found) => ({ default: found.TicketsTab })));
const GuestsTab = lazy(() => import('./desk/GuestsTab').then((found) => ({ default: found.GuestsTab })));
const MoneyTab = lazy(() => import('./desk/MoneyTab').then((found) => ({ default: found.MoneyTab })));
const DoorTab = lazy(() => import('./desk/DoorTab').then((found) => ({ default: found.DoorTab })));
const JudgingTab = lazy(() =>
  import('./judging/JudgingTab').then((found) => ({ default: found.JudgingTab })),
);
const TeamTab = lazy(() => import('./hosting/TeamTab').then((found) => ({ default: found.TeamTab })));

const route = getRouteApi('/_app/org/events/$id');
const BODY: Record<DeskTab, ComponentType<{ event: EventDetail }>> = {
  overview: OverviewTab,
  words: WordsTab,
  agenda: AgendaTab,
  tickets: TicketsTab,
  guests: GuestsTab,
  money: MoneyTab,
  door: DoorTab,
  judging: JudgingTab,
  team: TeamTab,
};
// It asks again and again while it stands; the others keep what was typed and not yet saved.
const LIVELY: readonly DeskTab[] = ['door'];

/** One event on its host's desk: its state and next step, and behind tabs all that is done for it. */
export function DeskEventPage() {
  const { id } = route.useParams();
  const query = useQuery(eventsRetrieveOptions({ path: { event_id: id } }));
  return <Loaded query={query}>{(event) => <Desk event={event} />}</Loaded>;
}

function Desk({ event }: { event: EventDetail }) {
  const { t, i18n } = useTranslation('events');
  return (
    <div className="wrap">
      <PageHeader
        title={titleOf(event, i18n.language)}
        eyebrow={<AppLink href="/org">{t('desk.title')}</AppLink>}
        subtitle={
          <>
            <Standing event={event} />{' '}
            {event.taken === null ? null : t('desk.taken', { taken: event.taken, capacity: event.capacity })}
          </>
        }
        actions={<Steps event={event} />}
      />
      {event.review_reason ? (
        <Alert type="warning" showIcon title={t('desk.sent_back')} description={event.review_reason} />
      ) : null}
      {event.state === 'cancelled' ? (
        <Alert type="warning" showIcon title={t('page.cancelled', { reason: event.cancel_reason })} />
      ) : null}
      <Bodies event={event} />
    </div>
  );
}

function Bodies({ event }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  const { tab = 'overview' } = route.useSearch();
  const navigate = route.useNavigate();
  const tabs = tabsOf(event);
  return (
    <Tabs
      activeKey={tabs.includes(tab) ? tab : 'overview'}
      onChange={(key) =>
        void navigate({ search: key === 'overview' ? {} : { tab: key as DeskTab }, replace: true })
      }
      items={tabs.map((key) => {
        const Body = BODY[key];
        return {
          key,
          label: t(`desk.tab_${key}`),
          destroyOnHidden: LIVELY.includes(key),
          children: (
            <Suspense fallback={<LoadingState height={420} />}>
              <Body event={event} />
            </Suspense>
          ),
        };
      })}
    />
  );
}

function Steps({ event }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  const written = useWritten();
  const path = { event_id: event.id };
  const body = { edition: event.edition };
  const submit = useMutation({ ...eventsSubmitCreateMutation(), ...written(t('desk.submitted')) });
  const withdraw = useMutation({ ...eventsWithdrawCreateMutation(), ...written(t('desk.withdrawn')) });
  if (event.allowed_actions.includes('submit_event')) {
    return (
      <Button type="primary" loading={submit.isPending} onClick={() => submit.mutate({ path, body })}>
        {t('desk.submit')}
      </Button>
    );
  }
  if (event.allowed_actions.includes('withdraw_event')) {
    return (
      <Button loading={withdraw.isPending} onClick={() => withdraw.mutate({ path, body })}>
        {t('desk.withdraw')}
      </Button>
    );
  }
  return null;
}
