import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  deleteThesisMutation,
  pauseThesisMutation,
  publishThesisMutation,
} from '@/api/@tanstack/react-query.gen';
import { DeclaredShare } from '@/app/declared/DeclaredShare';
import { ThesisCallBack } from '@/app/saved/CallBack';
import { useSectors } from '@/app/sectors';
import { toApiError } from '@/shared/apiError';
import { useLabels } from '@/shared/cards/useLabels';
import { Facts } from '@/shared/Facts';
import { useStageLabel } from '@/shared/labels';
import { moneyRange } from '@/shared/money';
import { titleOf } from '@/shared/names';
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

/** One own thesis in a list: what it asks for, and what may be done with it. */
export function ThesisCard({ thesis, onEdit }: { thesis: Thesis; onEdit: () => void }) {
  const { t, i18n } = useTranslation(['thesis', 'common']);
  const { nameOf } = useSectors();
  const stage = useStageLabel();
  const label = useLabels();
  const ticket = moneyRange(thesis.ticket_min, thesis.ticket_max, i18n.language);
  const { lead_or_follow } = thesis;
  return (
    <article className={css.card}>
      <header className={css.head}>
        <h2>{titleOf(thesis, i18n.language)}</h2>
        <StateBadge
          label={t(`thesis:state.${thesis.state}`)}
          tone={thesis.state === 'published' ? 'ok' : 'plain'}
        />
      </header>
      {thesis.summary ? <p className={css.summary}>{thesis.summary}</p> : null}
      <Facts
        facts={[
          [t('thesis:field.ticket'), ticket ?? t('common:money.undisclosed')],
          [t('thesis:field.stages'), thesis.stages.map(stage).join(' · ') || t('thesis:any')],
          [
            t('thesis:field.sectors_include'),
            thesis.sectors_include.map(nameOf).join(' · ') || t('thesis:any'),
          ],
          [t('thesis:field.lead_or_follow'), lead_or_follow ? label('lead_or_follow', lead_or_follow) : null],
        ]}
      />
      <DeclaredShare declared={thesis.declared_vs_actual} />
      {thesis.state === 'published' ? <ThesisCallBack thesisId={thesis.id} /> : null}
      <Acts thesis={thesis} onEdit={onEdit} />
    </article>
  );
}

function Acts({ thesis, onEdit }: { thesis: Thesis; onEdit: () => void }) {
  const { t } = useTranslation(['thesis', 'common']);
  const { modal } = App.useApp();
  const acts = useActs(thesis);
  const may = (verb: string) => thesis.allowed_actions.includes(`${verb}_thesis`);
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
    <footer className={css.acts}>
      {may('update') ? <Button onClick={onEdit}>{t('common:form.edit')}</Button> : null}
      {may('publish') ? (
        <Button loading={acts.busy} onClick={acts.publish}>
          {t('thesis:publish')}
        </Button>
      ) : null}
      {may('pause') ? (
        <Button loading={acts.busy} onClick={acts.pause}>
          {t('thesis:pause')}
        </Button>
      ) : null}
      {may('delete') ? (
        <Button danger type="text" onClick={ask}>
          {t('common:form.delete')}
        </Button>
      ) : null}
      <span className={css.when}>
        {t('thesis:updated')} <Time value={thesis.updated_at} />
      </span>
    </footer>
  );
}
