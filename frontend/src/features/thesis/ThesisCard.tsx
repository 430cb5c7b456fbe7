import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  deleteThesisMutation,
  pauseThesisMutation,
  publishThesisMutation,
} from '@/api/@tanstack/react-query.gen';
import { useSectors } from '@/app/sectors';
import { toApiError } from '@/shared/apiError';
import { useLabels } from '@/shared/cards/useLabels';
import { useStageLabel } from '@/shared/labels';
import { moneyRange } from '@/shared/money';
import { StateBadge } from '@/shared/StateBadge';
import { Time } from '@/shared/Time';
import css from './thesis.module.css';
import type { Thesis } from './values';

/** The acts on one thesis; whatever they change is read again. */
function useActs({ id }: Thesis) {
  const { t } = useTranslation('thesis');
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const told = (done: string) => ({
    onSuccess: () => {
      void queryClient.invalidateQueries();
      void message.success(done);
    },
    onError: (error: unknown) => {
      const { detail, fields } = toApiError(error);
      void message.error([detail, ...Object.values(fields).flat()].filter(Boolean).join(' ') || t('failed'));
    },
  });
  const path = { thesis_id: id };
  const publish = useMutation({ ...publishThesisMutation(), ...told(t('published')) });
  const pause = useMutation({ ...pauseThesisMutation(), ...told(t('paused')) });
  const remove = useMutation({ ...deleteThesisMutation(), ...told(t('deleted')) });
  return {
    busy: publish.isPending || pause.isPending || remove.isPending,
    publish: () => publish.mutate({ path }),
    pause: () => pause.mutate({ path }),
    remove: () => remove.mutateAsync({ path }).catch(() => undefined),
  };
}

export function ThesisCard({ thesis, onEdit }: { thesis: Thesis; onEdit: () => void }) {
  const { t, i18n } = useTranslation(['thesis', 'common']);
  const { modal } = App.useApp();
  const { nameOf } = useSectors();
  const stage = useStageLabel();
  const label = useLabels();
  const acts = useActs(thesis);
  const may = (verb: string) => thesis.allowed_actions.some((action) => action.split('.').pop() === verb);
  const ticket = moneyRange(thesis.ticket_min, thesis.ticket_max, i18n.language);
  const live = thesis.state === 'published';
  const ask = () =>
    void modal.confirm({
      title: t('thesis:delete.title', { title: thesis.title }),
      content: t('thesis:delete.text'),
      okText: t('common:form.delete'),
      cancelText: t('common:form.cancel'),
      okButtonProps: { danger: true },
      onOk: acts.remove,
    });
  return (
    <article className={css.card}>
      <header className={css.head}>
        <h2>{(i18n.language === 'en' && thesis.title_en) || thesis.title}</h2>
        <StateBadge label={t(`thesis:state.${thesis.state}`)} tone={live ? 'ok' : 'plain'} />
      </header>
      {thesis.summary ? <p className={css.summary}>{thesis.summary}</p> : null}
      <dl className={css.facts}>
        <div>
          <dt>{t('thesis:field.ticket')}</dt>
          <dd>{ticket ?? t('common:money.undisclosed')}</dd>
        </div>
        <div>
          <dt>{t('thesis:field.stages')}</dt>
          <dd>{thesis.stages.map(stage).join(' · ') || t('thesis:any')}</dd>
        </div>
        <div>
          <dt>{t('thesis:field.sectors_include')}</dt>
          <dd>{thesis.sectors_include.map(nameOf).join(' · ') || t('thesis:any')}</dd>
        </div>
        {thesis.lead_or_follow ? (
          <div>
            <dt>{t('thesis:field.lead_or_follow')}</dt>
            <dd>{label('lead_or_follow', thesis.lead_or_follow)}</dd>
          </div>
        ) : null}
      </dl>
      <footer className={css.acts}>
        {may('update') || may('update_thesis') ? (
          <Button onClick={onEdit}>{t('common:form.edit')}</Button>
        ) : null}
        {may('publish') || may('publish_thesis') ? (
          <Button loading={acts.busy} onClick={acts.publish}>
            {t('thesis:publish')}
          </Button>
        ) : null}
        {may('pause') || may('pause_thesis') ? (
          <Button loading={acts.busy} onClick={acts.pause}>
            {t('thesis:pause')}
          </Button>
        ) : null}
        {may('delete') || may('delete_thesis') ? (
          <Button danger type="text" onClick={ask}>
            {t('common:form.delete')}
          </Button>
        ) : null}
        <span className={css.when}>
          {t('thesis:updated')} <Time value={thesis.updated_at} />
        </span>
      </footer>
    </article>
  );
}
