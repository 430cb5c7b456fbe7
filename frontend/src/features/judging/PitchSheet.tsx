import { useTranslation } from 'react-i18next';
import { useStageLabel } from '@/shared/labels';
import { titleOf } from '@/shared/names';
import { ConflictBox } from './ConflictBox';
import { CriterionField } from './CriterionField';
import css from './judging.module.css';
import { type Content, type Kept, type Scorekeeper, STALE } from './keeper';
import { applying, type Pitch, shownOf, standingOf, type View, within } from './words';

export interface SheetProps {
  event: string;
  secret: string;
  view: View;
  pitch: Pitch;
  keeper: Scorekeeper;
  kept: Kept | undefined;
  isOffline: boolean;
  /** Somebody gives points: the form stays, whatever comes on stage. */
  stay: () => void;
}

/** The rubric for one pitch. Each tap is kept at once. */
export function PitchSheet(props: SheetProps) {
  const { pitch, kept, isOffline } = props;
  const { t, i18n } = useTranslation('judging');
  const stageLabel = useStageLabel();
  const standing = standingOf(pitch, kept, isOffline);
  return (
    <section className={css.panel} aria-labelledby="pitch">
      <header>
        <h2 id="pitch">{titleOf(pitch, i18n.language)}</h2>
        <p className={css.quiet}>
          {[
            titleOf({ title: pitch.company, title_en: pitch.company_en }, i18n.language),
            pitch.stage ? stageLabel(pitch.stage) : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <p className={css.standing} data-standing={standing} role="status">
          {t(`saved.${standing}`)}
        </p>
      </header>
      {kept?.refusal ? <Refused {...props} kept={kept} /> : null}
      {pitch.conflict ? null : <Rubric {...props} />}
      {typeof pitch.sheet?.score === 'number' ? (
        <p>{t('page.own_score', { score: pitch.sheet.score.toFixed(1) })}</p>
      ) : null}
      <Others pitch={pitch} />
      <ConflictBox {...props} />
    </section>
  );
}

/** The points, a comment, and abstaining. */
function Rubric({ view, pitch, keeper, kept, stay }: SheetProps) {
  const { t } = useTranslation('judging');
  const isOpen = view.panel.state === 'open';
  const criteria = applying(view.criteria, pitch.stage);
  const content = within(criteria, shownOf(pitch, kept));
  const put = (changed: Partial<Content>, afterMs?: number) => {
    stay();
    keeper.put(pitch.id, { ...content, ...changed }, pitch.sheet?.edition ?? 0, afterMs);
  };
  const abstain = () => {
    if (content.is_abstained) return put({ is_abstained: false, points: keeper.takenBack(pitch.id) });
    keeper.putAside(pitch.id, content.points);
    put({ is_abstained: true, points: {} });
  };
  return (
    <fieldset className={css.sheet} disabled={!isOpen}>
      <legend className={css.legend}>{t('sheet.title')}</legend>
      {isOpen ? null : <p className={css.quiet}>{t('sheet.not_open')}</p>}
      {content.is_abstained ? (
        <p>{t('sheet.abstain_on')}</p>
      ) : (
        criteria.map((criterion) => (
          <CriterionField
            key={criterion.id}
            criterion={criterion}
            value={content.points[criterion.id]}
            onChange={(value) => {
              const { [criterion.id]: _, ...others } = content.points;
              put({ points: value === undefined ? others : { ...others, [criterion.id]: value } });
            }}
          />
        ))
      )}
      <label className={css.field}>
        {t('sheet.comment')}
        <textarea
          rows={2}
          maxLength={1000}
          value={content.comment}
          onChange={({ target }) => put({ comment: target.value }, 1_500)}
        />
      </label>
      <button type="button" className={css.plain} onClick={abstain}>
        {t(content.is_abstained ? 'sheet.abstain_off' : 'sheet.abstain')}
      </button>
    </fieldset>
  );
}

/** What others gave, where the panel lets judges know: numbers without names. */
function Others({ pitch: { others } }: { pitch: Pitch }) {
  const { t } = useTranslation('judging');
  if (!others) return null;
  const scores = others.map((one) => one.toFixed(1)).join(', ');
  return <p className={css.quiet}>{scores ? t('page.others', { scores }) : t('page.others_none')}</p>;
}

/** A sheet the server did not take: it stays here until its judge says what shall be. */
function Refused({ pitch, keeper, kept }: SheetProps & { kept: Kept }) {
  const { t } = useTranslation(['judging', 'common']);
  const isStale = kept.refusal?.code === STALE;
  return (
    <div className={css.refused} role="alert">
      <p>{isStale ? t('judging:stale.text') : kept.refusal?.detail || t('common:error.unknown')}</p>
      <div className={css.ways}>
        {isStale ? (
          <button type="button" onClick={() => keeper.overwrite(pitch.id, pitch.sheet?.edition ?? 0)}>
            {t('judging:stale.mine')}
          </button>
        ) : (
          <button type="button" onClick={() => keeper.again()}>
            {t('judging:refused.again')}
          </button>
        )}
        <button type="button" onClick={() => keeper.discard(pitch.id)}>
          {t(isStale ? 'judging:stale.theirs' : 'judging:refused.discard')}
        </button>
      </div>
    </div>
  );
}
