import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedSearchOutput } from '@/api';
import {
  changeSavedSearchMutation,
  deleteSavedSearchMutation,
  pauseSavedSearchMutation,
  resumeSavedSearchMutation,
} from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { QuestionWords } from '@/app/saved/QuestionWords';
import { hrefOf } from '@/app/saved/question';
import { RhythmSelect } from '@/app/saved/RhythmSelect';
import { AppLink } from '@/shared/AppLink';
import { StateBadge } from '@/shared/StateBadge';
import { Time } from '@/shared/Time';
import css from './searches.module.css';

const RenameDialog = lazy(() => import('./RenameDialog'));

interface SearchRowProps {
  saved: SavedSearchOutput;
  onDeleted: () => void;
}

/** One kept search: what it asks, what answers it, and what can be done with it. */
export function SearchRow({ saved, onDeleted }: SearchRowProps) {
  const { t } = useTranslation('saved');
  return (
    <article className={css.card}>
      <header className={css.head}>
        <h2>
          <AppLink href={`/investor/searches/${saved.id}`}>{saved.name}</AppLink>
        </h2>
        {saved.paused_at ? <StateBadge label={t('paused')} tone="plain" /> : null}
        {saved.new > 0 ? <StateBadge label={t('new_hits', { count: saved.new })} tone="ok" /> : null}
      </header>
      <QuestionWords question={saved.question} />
      <p className={css.facts}>
        {saved.hits === null ? (
          t('senseless')
        ) : (
          <AppLink href={hrefOf(saved.question)}>{t('hits', { count: saved.hits })}</AppLink>
        )}
        {' · '}
        {t('created')} <Time value={saved.created_at} />
      </p>
      <Acts saved={saved} onDeleted={onDeleted} />
    </article>
  );
}

function Acts({ saved, onDeleted }: SearchRowProps) {
  const { t } = useTranslation(['saved', 'common']);
  const [renaming, setRenaming] = useState(false);
  const told = useTold();
  const path = { search_id: saved.id };
  const change = useMutation({ ...changeSavedSearchMutation(), ...told(t('saved:rhythm_set')) });
  const pause = useMutation({ ...pauseSavedSearchMutation(), ...told(t('saved:paused_now')) });
  const resume = useMutation({ ...resumeSavedSearchMutation(), ...told(t('saved:resumed_now')) });
  const { onSuccess, onError } = told('');
  const remove = useMutation({
    ...deleteSavedSearchMutation(),
    onSuccess: () => {
      onDeleted();
      onSuccess();
    },
    onError,
  });
  const named = { name: saved.name };
  return (
    <footer className={css.acts}>
      <RhythmSelect
        label={t('saved:tell_of', named)}
        value={saved.rhythm}
        disabled={change.isPending}
        onChange={(rhythm) => change.mutate({ path, body: { rhythm } })}
      />
      <Button
        loading={pause.isPending || resume.isPending}
        aria-label={t(saved.paused_at ? 'saved:resume_of' : 'saved:pause_of', named)}
        onClick={() => (saved.paused_at ? resume : pause).mutate({ path })}
      >
        {t(saved.paused_at ? 'saved:resume' : 'saved:pause')}
      </Button>
      <Button aria-label={t('saved:rename_of', named)} onClick={() => setRenaming(true)}>
        {t('saved:rename')}
      </Button>
      <Button
        danger
        type="text"
        loading={remove.isPending}
        aria-label={t('saved:delete_of', named)}
        onClick={() => remove.mutate({ path })}
      >
        {t('common:form.delete')}
      </Button>
      {renaming ? (
        <Suspense>
          <RenameDialog saved={saved} onClose={() => setRenaming(false)} />
        </Suspense>
      ) : null}
    </footer>
  );
}
