import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Pitch } from '@/api';
import { pitchesRetrieveOptions } from '@/api/@tanstack/react-query.gen';
import { PitchSteps } from '@/app/pitch/PitchSteps';
import { AppLink } from '@/shared/AppLink';
import { toApiError } from '@/shared/apiError';
import { CompletenessRing } from '@/shared/CompletenessRing';
import { useLabels } from '@/shared/cards/useLabels';
import { MainAction } from '@/shared/MainAction';
import { oneLiner, organizationName } from '@/shared/names';
import { PageHeader } from '@/shared/PageHeader';
import { Loaded } from '@/shared/states/Loaded';
import { RefusedState } from '@/shared/states/RefusedState';
import { STEPS, type Step, stepOf } from './changes';
import { MaterialStep } from './MaterialStep';
import css from './pitch.module.css';
import { RevisionPanel } from './RevisionPanel';
import { StepForm } from './StepForm';
import { SubmitButton } from './SubmitButton';
import { TeamPeople } from './TeamPeople';
import { type SaveState, useAutosave } from './useAutosave';

const route = getRouteApi('/_app/startup/pitch/$id');

/** One own pitch, from easy to hard, saved while it is typed. */
export function WizardPage() {
  const { id } = route.useParams();
  const query = useQuery(pitchesRetrieveOptions({ path: { pitch_id: id } }));
  const { t } = useTranslation('pitch');
  return (
    <Loaded query={query}>
      {(pitch) =>
        pitch.completeness ? <Wizard key={id} pitch={pitch} /> : <RefusedState text={t('not_yours')} />
      }
    </Loaded>
  );
}

function Wizard({ pitch }: { pitch: Pitch }) {
  const { t, i18n } = useTranslation('pitch');
  const label = useLabels();
  const { step = 'basic' } = route.useSearch();
  const save = useAutosave(pitch);
  const at = STEPS.indexOf(step);
  const canEdit = pitch.allowed_actions.includes('update_pitch');
  const link = (to: Step | undefined) => `/startup/pitch/${pitch.id}?step=${to ?? 'basic'}`;
  return (
    <div className="wrap">
      <PageHeader
        eyebrow={<AppLink href="/startup/pitch">{t('list.title')}</AppLink>}
        title={oneLiner(pitch, i18n.language) || t('untitled')}
        subtitle={`${organizationName(pitch.organization, i18n.language)} · ${label('pitch_state', pitch.state)}`}
        actions={
          <>
            <AppLink href={`/deals/${pitch.id}`}>{t('preview')}</AppLink>
            <PitchSteps pitch={pitch} />
            {pitch.allowed_actions.includes('submit_pitch') ? (
              <MainAction>
                <SubmitButton pitch={pitch} before={save.flush} />
              </MainAction>
            ) : null}
          </>
        }
      />
      <Notices pitch={pitch} />
      <div className={css.wizard}>
        <Side pitch={pitch} link={link} state={save.state} />
        <div className={css.form}>
          <SaveProblem state={save.state} error={save.error} onRetry={() => void save.retry()} />
          <section className={css.panel} aria-labelledby="step">
            <h2 id="step">{t(`step.${step}`)}</h2>
            <p className={css.quiet}>{t(`step_text.${step}`)}</p>
            {step === 'material' ? <MaterialStep pitch={pitch} /> : null}
            {step === 'material' ? null : (
              <StepForm key={step} step={step} pitch={pitch} disabled={!canEdit} onChange={save.change} />
            )}
            {step === 'team' ? <TeamPeople pitch={pitch} /> : null}
            <div className={css.actions}>
              {at > 0 ? <AppLink href={link(STEPS[at - 1])}>{t('back')}</AppLink> : null}
              {at < STEPS.length - 1 ? <AppLink href={link(STEPS[at + 1])}>{t('next')}</AppLink> : null}
            </div>
          </section>
          <RevisionPanel pitch={pitch} before={save.flush} />
        </div>
      </div>
    </div>
  );
}

function Notices({ pitch }: { pitch: Pitch }) {
  const { t } = useTranslation('pitch');
  const isVerified = pitch.organization.verification_state === 'verified';
  return (
    <div className={css.form}>
      {pitch.review_reason ? (
        <Alert type="warning" showIcon title={t('sent_back')} description={pitch.review_reason} />
      ) : null}
      {pitch.state === 'in_review' ? (
        <Alert type="info" showIcon title={t(pitch.approved_at ? 'approved_waiting' : 'in_review')} />
      ) : null}
      {isVerified ? null : (
        <Alert
          type="info"
          showIcon
          title={t('unverified')}
          action={<AppLink href={`/organizations/${pitch.organization.id}`}>{t('verify')}</AppLink>}
        />
      )}
    </div>
  );
}

interface SideProps {
  pitch: Pitch;
  link: (step: Step) => string;
  state: SaveState;
}

function Side({ pitch, link, state }: SideProps) {
  const { t } = useTranslation('pitch');
  const missing = pitch.completeness?.missing ?? [];
  const field = t as unknown as (key: string, options: object) => string;
  return (
    <aside className={css.side} aria-label={t('progress')}>
      <div className={css.progress}>
        <CompletenessRing value={(pitch.completeness?.percent ?? 0) / 100} size={72} />
        <p role="status">{t(`save.${state}`)}</p>
      </div>
      <nav aria-label={t('steps')}>
        <ol className={css.steps}>
          {STEPS.map((one) => {
            const open = missing.filter((name) => stepOf(name) === one).length;
            return (
              <li key={one}>
                <Link
                  to="/startup/pitch/$id"
                  params={{ id: pitch.id }}
                  search={one === 'basic' ? {} : { step: one }}
                  activeOptions={{ exact: true, includeSearch: true }}
                  resetScroll={false}
                >
                  <span>{t(`step.${one}`)}</span>
                  {open > 0 ? <span className={css.quiet}>{t('open', { count: open })}</span> : null}
                </Link>
              </li>
            );
          })}
        </ol>
      </nav>
      {missing.length > 0 ? (
        <div>
          <p className={css.quiet}>{t('easiest')}</p>
          <ul className={css.missing}>
            {missing.slice(0, 3).map((name) => {
              const where = stepOf(name);
              return (
                <li key={name}>
                  <AppLink href={where ? link(where) : `/organizations/${pitch.organization.id}`}>
                    {field(`missing.${name.replace('.', '_')}`, { defaultValue: name })}
                  </AppLink>
                </li>
              );
            })}
          </ul>
        </div>
      ) : null}
    </aside>
  );
}

function SaveProblem({ state, error, onRetry }: { state: SaveState; error: unknown; onRetry: () => void }) {
  const { t } = useTranslation('pitch');
  if (state !== 'conflict' && state !== 'failed') return null;
  const { detail, fields } = toApiError(error);
  const lines = Object.values(fields).flat();
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={state === 'conflict' ? t('conflict') : detail || t('save.failed')}
      description={lines.length > 0 ? lines.join(' ') : null}
      action={<Button onClick={onRetry}>{t(state === 'conflict' ? 'conflict_retry' : 'retry')}</Button>}
    />
  );
}
