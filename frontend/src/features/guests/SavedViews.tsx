import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventDetailOutput, GuestView } from '@/api';
import {
  eventsGuestViewsDestroyMutation,
  eventsGuestViewsListOptions,
} from '@/api/@tanstack/react-query.gen';
import { useConfirm, useTold } from '@/app/acts';
import css from './guests.module.css';
import { SaveViewDialog } from './SaveViewDialog';
import { filtersOf, type GuestsSearch, isNarrowed, SORTS } from './search';

interface SavedViewsProps {
  event: EventDetailOutput;
  search: GuestsSearch;
  onChoose: (search: GuestsSearch) => void;
}

const addressOf = ({ filters, sort }: GuestView): GuestsSearch => ({
  ...filters,
  ...(sort === SORTS[0] ? {} : { sort }),
});

const same = (one: GuestsSearch, other: GuestsSearch) =>
  JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());

/** The team's views of the list: chosen, kept, thrown away. */
export function SavedViews({ event, search, onChoose }: SavedViewsProps) {
  const { t } = useTranslation('guests');
  const [saving, setSaving] = useState(false);
  const list = useQuery(eventsGuestViewsListOptions({ path: { event_id: event.id } }));
  const views = list.data?.results ?? [];
  const chosen = views.find((view) => same(addressOf(view), { ...filtersOf(search), ...sortOf(search) }));
  const keeps = event.allowed_actions.includes('keep_guest_views');
  if (views.length === 0 && !(keeps && isNarrowed(search))) return null;
  return (
    <div className={css.views}>
      {views.length > 0 ? (
        <Select
          className={css.view ?? ''}
          aria-label={t('views.choose')}
          placeholder={t('views.choose')}
          value={chosen?.id}
          options={views.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(id: string) => {
            const view = views.find((one) => one.id === id);
            if (view) onChoose(addressOf(view));
          }}
        />
      ) : null}
      {chosen && keeps ? <Remove event={event} view={chosen} /> : null}
      {!chosen && keeps && isNarrowed(search) ? (
        <Button onClick={() => setSaving(true)}>{t('views.save')}</Button>
      ) : null}
      {saving ? (
        <SaveViewDialog event={event} views={views} search={search} onClose={() => setSaving(false)} />
      ) : null}
    </div>
  );
}

const sortOf = ({ sort }: GuestsSearch): GuestsSearch => (sort && sort !== SORTS[0] ? { sort } : {});

function Remove({ event, view }: { event: EventDetailOutput; view: GuestView }) {
  const { t } = useTranslation(['guests', 'common']);
  const confirm = useConfirm();
  const remove = useMutation({
    ...eventsGuestViewsDestroyMutation(),
    ...useTold()(t('guests:views.removed')),
  });
  const ask = () =>
    confirm({
      title: t('guests:views.remove_ask', { name: view.name }),
      text: t('guests:views.remove_text'),
      ok: t('common:form.delete'),
      act: () => remove.mutateAsync({ path: { event_id: event.id, view_id: view.id } }),
    });
  return <Button onClick={ask}>{t('guests:views.remove')}</Button>;
}
