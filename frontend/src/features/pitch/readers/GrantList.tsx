import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { GrantOutput, Pitch } from '@/api';
import { pitchesGrantsDestroyMutation } from '@/api/@tanstack/react-query.gen';
import { AppLink } from '@/shared/AppLink';
import { toApiError } from '@/shared/apiError';
import { useLabels } from '@/shared/cards/useLabels';
import { organizationName } from '@/shared/names';
import { MoreButton } from '@/shared/search/MoreButton';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { Time } from '@/shared/Time';
import css from '../pitch.module.css';
import { endOf } from './readers';
import { type Grants, useRereadGrants } from './useGrants';

interface GrantListProps {
  grants: Grants;
  pitch: Pitch;
  canRevoke: boolean;
}

/** Who is named now and who was, with the states of the list. */
export function GrantList({ grants: { list, rows }, pitch, canRevoke }: GrantListProps) {
  const { t } = useTranslation('pitch');
  if (list.isPending) return <LoadingState height={240} />;
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (rows.length === 0) return <EmptyState title={t('readers.empty')} text={t('readers.empty_text')} />;
  const parts = [
    ['live', rows.filter(({ is_live }) => is_live)],
    ['ended', rows.filter(({ is_live }) => !is_live)],
  ] as const;
  return (
    <div className={css.stack}>
      {parts.map(([part, shown]) =>
        shown.length > 0 ? (
          <section key={part} aria-labelledby={`grants-${part}`}>
            <h2 id={`grants-${part}`} className={css.heading}>
              {t(`readers.${part}`)}
            </h2>
            <ul className={css.rows}>
              {shown.map((grant) => (
                <Grant key={grant.id} grant={grant} pitch={pitch} canRevoke={canRevoke} />
              ))}
            </ul>
          </section>
        ) : null,
      )}
      {list.hasNextPage ? (
        <MoreButton
          hasMore
          loading={list.isFetchingNextPage}
          shown={rows.length}
          total={list.data.pages[0]?.count ?? rows.length}
          onMore={() => void list.fetchNextPage()}
        />
      ) : null}
    </div>
  );
}

interface GrantProps {
  grant: GrantOutput;
  pitch: Pitch;
  canRevoke: boolean;
}

function Grant({ grant, pitch, canRevoke }: GrantProps) {
  const { t, i18n } = useTranslation('pitch');
  const label = useLabels();
  const { firm, blocks, created_at, expires_at, is_live } = grant;
  const end = is_live ? expires_at : endOf(grant);
  return (
    <li className={css.row}>
      <div className={css.rowText}>
        <h3>
          <AppLink href={`/investors/${firm.id}`}>{organizationName(firm, i18n.language)}</AppLink>
        </h3>
        <p>{blocks.map((block) => label('block', block)).join(t('list_sign'))}</p>
        <p className={css.quiet}>
          {t('readers.since')} <Time value={created_at} as="date" />
          {end ? (
            <>
              {' · '}
              {t(is_live ? 'readers.ends' : 'readers.ended_on')} <Time value={end} as="date" />
            </>
          ) : null}
        </p>
        {is_live && firm.verification_state !== 'verified' ? (
          <p className={css.warn}>{t('readers.lapsed')}</p>
        ) : null}
      </div>
      {is_live && canRevoke ? <RevokeButton grant={grant} pitch={pitch} /> : null}
    </li>
  );
}

function RevokeButton({ grant, pitch }: Pick<GrantProps, 'grant' | 'pitch'>) {
  const { t, i18n } = useTranslation('pitch');
  const { modal, message } = App.useApp();
  const reread = useRereadGrants();
  const name = organizationName(grant.firm, i18n.language);
  const revoke = useMutation({
    ...pitchesGrantsDestroyMutation(),
    onSuccess: () => void message.success(t('readers.revoked')),
    onError: (problem) => void message.error(toApiError(problem).detail || t('save.failed')),
    onSettled: reread,
  });
  const path = { pitch_id: pitch.id, grant_id: grant.id };
  const ask = () =>
    modal.confirm({
      title: t('readers.revoke_title', { name }),
      content: t('readers.revoke_text'),
      okText: t('readers.revoke'),
      cancelText: t('cancel'),
      okButtonProps: { danger: true },
      onOk: () => revoke.mutateAsync({ path }).catch(() => undefined),
    });
  return (
    <Button danger onClick={ask} aria-label={t('readers.revoke_of', { name })}>
      {t('readers.revoke')}
    </Button>
  );
}
