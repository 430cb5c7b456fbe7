import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueCase } from '@/api';
import { getCaseOptions } from '@/api/@tanstack/react-query.gen';
import { ChangeList } from '@/app/changes/ChangeList';
import { useSectors } from '@/app/sectors';
import { AppLink } from '@/shared/AppLink';
import { toApiError } from '@/shared/apiError';
import { OrganizationBadges } from '@/shared/cards/OrganizationBadges';
import { Facts, fact } from '@/shared/Facts';
import { useStageLabel } from '@/shared/labels';
import { PageHeader } from '@/shared/PageHeader';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { Time } from '@/shared/Time';
import { Decision } from './Decision';
import { Evidence } from './Evidence';
import css from './operator.module.css';
import { useCodes } from './useCodes';

// The one heavy part: only some cases bring a text that is set.
const Markdown = lazy(() =>
  import('@/shared/markdown/Markdown').then((found) => ({ default: found.Markdown })),
);

const route = getRouteApi('/_app/operator/cases/$kind/$id');

/** One case: who asks for what, the papers, and the two answers. Every opening is written into the trail. */
export function CasePage() {
  const { t } = useTranslation('operator');
  const { kind, id } = route.useParams();
  // Kept below the life of the signed addresses, so that coming back neither shows dead ones nor writes the trail twice.
  const found = useQuery({
    ...getCaseOptions({ path: { kind, case_id: id } }),
    staleTime: 4 * 60_000,
    retry: false,
  });
  if (found.isPending) return <LoadingState height="70vh" />;
  if (found.isError) {
    const { status } = toApiError(found.error);
    if (status !== 404) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
    return (
      <EmptyState
        heading="h1"
        title={t('case.gone')}
        text={t('case.gone_text')}
        action={<Link to="/operator">{t('case.back')}</Link>}
      />
    );
  }
  return <Case found={found.data} onExpired={() => void found.refetch()} />;
}

function Case({ found, onExpired }: { found: QueueCase; onExpired: () => void }) {
  const { t } = useTranslation('operator');
  const code = useCodes();
  const { item, statement, evidence, changes } = found;
  const isRevision = item.kind === 'revision';
  return (
    <>
      <PageHeader
        eyebrow={
          <Link to="/operator" search={{ kind: item.kind }}>
            {t('case.back_to', { kind: code('kind', item.kind) })}
          </Link>
        }
        title={item.title}
        subtitle={
          <>
            {code('kind', item.kind)} · {t('queue.submitted')} <Time value={item.submitted_at} />
          </>
        }
      />
      <div className={css.columns}>
        <div className={css.main}>
          <CaseFacts found={found} />
          {statement ? (
            <section className={css.panel} aria-labelledby="statement">
              <h2 id="statement">{t('case.statement')}</h2>
              {item.kind === 'pitch' || item.kind === 'event' ? (
                <Suspense fallback={<LoadingState rows={4} />}>
                  <Markdown source={statement} />
                </Suspense>
              ) : (
                <p className={css.words}>{statement}</p>
              )}
            </section>
          ) : null}
          {changes.length > 0 ? (
            <section className={css.panel} aria-labelledby="changes">
              <h2 id="changes">{t(isRevision ? 'case.changes' : 'case.content')}</h2>
              <ChangeList changes={changes} isNew={!isRevision} />
            </section>
          ) : null}
          <Evidence files={evidence} isDeck={item.kind === 'pitch' || isRevision} onExpired={onExpired} />
        </div>
        <div className={css.side}>
          <Decision found={found} />
          <Requester found={found} />
        </div>
      </div>
    </>
  );
}

function CaseFacts({ found }: { found: QueueCase }) {
  const { t } = useTranslation('operator');
  const code = useCodes();
  const stageLabel = useStageLabel();
  const { nameOf } = useSectors();
  const { organization, kind, id } = found.item;
  const value = (name: string, text: string) => {
    if (name === 'standing_kind') return code('standing', text);
    if (name === 'preset' || name === 'visibility') return code(name, text);
    if (name === 'starts_at' || name === 'ends_at') return <Time value={text} as="datetime" />;
    if (name === 'agenda') return <span className={css.words}>{text}</span>;
    if (name === 'stage') return stageLabel(text);
    if (name === 'sectors') return text.split(/[、,]/).map(nameOf).join(' · ');
    if (name === 'website' && /^https?:\/\//.test(text)) {
      return (
        <a href={text} target="_blank" rel="noopener noreferrer nofollow">
          {text.replace(/^https?:\/\//, '')}
        </a>
      );
    }
    return text;
  };
  const warnings = found.facts.filter(({ name }) => name === 'same_uscc' || name === 'other_claims');
  return (
    <section className={css.panel} aria-labelledby="facts">
      <h2 id="facts">{t('case.facts')}</h2>
      {organization ? (
        <p className={css.organization}>
          <AppLink href={kind === 'pitch' ? `/deals/${id}` : `/organizations/${organization.id}`}>
            {organization.display_name}
          </AppLink>
          <OrganizationBadges organization={organization} />
        </p>
      ) : null}
      {warnings.length > 0 ? (
        <ul className={css.warnings}>
          {warnings.map((one) => (
            <li key={one.name}>
              {t(`case.warning_${one.name as 'same_uscc' | 'other_claims'}`, { value: one.value })}
            </li>
          ))}
        </ul>
      ) : null}
      <Facts
        facts={found.facts
          .filter((one) => !warnings.includes(one))
          .map((one) => fact(code('fact', one.name), value(one.name, one.value)))}
      />
    </section>
  );
}

function Requester({ found }: { found: QueueCase }) {
  const { t } = useTranslation('operator');
  const { requester } = found;
  if (!requester) return null;
  return (
    <section className={css.panel} aria-labelledby="requester">
      <h2 id="requester">{t('case.requester')}</h2>
      <Facts
        facts={[
          fact(t('case.name'), requester.display_name || t('case.unnamed')),
          fact(t('case.email'), requester.email),
          fact(t('case.phone'), requester.phone),
        ]}
      />
      <p>
        <Link to="/operator/audit" search={{ actor: requester.id }}>
          {t('case.their_acts')}
        </Link>
      </p>
    </section>
  );
}
