import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatPercent } from '../format';
import { Icon } from '../icons';
import { against, type Gate, type Reason, shares } from './reasons';
import css from './reasons.module.css';

const MARK = { passed: 'check', failed: 'close', not_stated: 'question' } as const;

function GateRow({ gate }: { gate: Gate }) {
  const { t } = useTranslation();
  return (
    <li className={`${css.gate} ${css[gate.state]}`}>
      <span className={css.mark}>
        <Icon name={MARK[gate.state]} size={16} />
      </span>
      <span>
        <span className="visually-hidden">{t(`reason.${gate.state}`)}: </span>
        <strong>{gate.label}</strong>
        {gate.evidence ? <span className={css.evidence}> {gate.evidence}</span> : null}
      </span>
    </li>
  );
}

interface ReasonListProps {
  /** Hard conditions; a failed one is shown with its reason, never left out. */
  gates: Gate[];
  /** The parts of the score, any order; the strongest is shown first. */
  reasons: Reason[];
  /** Shown above the list, for example the score. */
  header?: ReactNode;
}

/** Why two sides match: hard conditions, then what speaks for it with its share and its evidence, and at last what speaks against it. */
export function ReasonList({ gates, reasons, header }: ReasonListProps) {
  const { t, i18n } = useTranslation();
  const rows = shares(reasons);
  return (
    <section className={css.reasons} aria-label={t('reason.title')}>
      {header}
      {gates.length > 0 ? (
        <ul className={css.gates} aria-label={t('reason.gates')}>
          {gates.map((gate) => (
            <GateRow key={gate.code} gate={gate} />
          ))}
        </ul>
      ) : null}
      {rows.length === 0 ? <p className={css.evidence}>{t('reason.none')}</p> : null}
      <ul className={css.rows} aria-label={t('reason.weights')}>
        {rows.map(({ code, label, evidence, share, width }) => (
          <li key={code}>
            <div className={css.rowHead}>
              <strong>{label}</strong>
              <span>
                <span className="visually-hidden">
                  {t('reason.of_total', { percent: formatPercent(share, i18n.language) })}
                </span>
                <span aria-hidden="true">{formatPercent(share, i18n.language)}</span>
              </span>
            </div>
            <div className={css.track} aria-hidden="true">
              <div className={css.bar} style={{ width: `${width * 100}%` }} />
            </div>
            {evidence ? <p className={css.evidence}>{evidence}</p> : null}
          </li>
        ))}
      </ul>
      <Against reasons={reasons} />
    </section>
  );
}

/** Its bars grow the other way, and it has no share: it is no part of what speaks for the pair. */
function Against({ reasons }: { reasons: Reason[] }) {
  const { t } = useTranslation();
  const rows = against(reasons);
  if (rows.length === 0) return null;
  return (
    <ul className={css.rows} aria-label={t('reason.against')}>
      {rows.map(({ code, label, evidence, width }) => (
        <li key={code}>
          <div className={css.rowHead}>
            <strong>{label}</strong>
            <span className={css.evidence}>{t('reason.against')}</span>
          </div>
          <div className={`${css.track} ${css.backwards}`} aria-hidden="true">
            <div className={css.bar} style={{ width: `${width * 100}%` }} />
          </div>
          {evidence ? <p className={css.evidence}>{evidence}</p> : null}
        </li>
      ))}
    </ul>
  );
}
