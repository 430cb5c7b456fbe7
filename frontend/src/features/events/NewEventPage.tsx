import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { eventHostsOptions, eventsCreateMutation } from '@/api/@tanstack/react-query.gen';
import { AppLink } from '@/shared/AppLink';
import { organizationName } from '@/shared/names';
import { PageHeader } from '@/shared/PageHeader';
import { EmptyState } from '@/shared/states/EmptyState';
import { Loaded } from '@/shared/states/Loaded';
import { EventForm } from './EventForm';
import { newBody, OFFER_HOURS, PAY_HOURS, USUAL, USUAL_ACTS } from './values';

/** A draft; its agenda and its review come next. */
export function NewEventPage() {
  const { t, i18n } = useTranslation('events');
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const hosts = useQuery(eventHostsOptions());
  const create = useMutation({
    ...eventsCreateMutation(),
    onSuccess: async ({ id }) => {
      void queryClient.invalidateQueries();
      await navigate({ href: `/org/events/${id}` });
    },
  });
  return (
    <Loaded query={hosts}>
      {({ results }) => {
        const first = results[0];
        if (!first) return <NoHost />;
        const options = results.map((one) => ({
          value: one.id,
          label: organizationName(one, i18n.language),
        }));
        return (
          <div className="wrap">
            <PageHeader
              title={t('desk.new')}
              eyebrow={<AppLink href="/org">{t('desk.title')}</AppLink>}
              subtitle={t('desk.new_text')}
            />
            <EventForm
              initial={{
                organization: first.id,
                preset: 'roadshow',
                ...USUAL.roadshow,
                offer_hours: OFFER_HOURS,
                pay_hours: PAY_HOURS,
                holder_may: USUAL_ACTS,
              }}
              hosts={options}
              busy={create.isPending}
              error={create.error}
              onSave={(values) => create.mutate({ body: newBody(values, values.organization ?? first.id) })}
            />
          </div>
        );
      }}
    </Loaded>
  );
}

export function NoHost() {
  const { t } = useTranslation('events');
  return (
    <EmptyState
      title={t('desk.no_host_title')}
      text={t('desk.no_host_text')}
      action={<AppLink href="/organizations">{t('desk.to_organizations')}</AppLink>}
    />
  );
}
