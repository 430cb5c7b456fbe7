import { useTranslation } from 'react-i18next';
import type { WhatIf } from '@/api';
import { AppLink } from '@/shared/AppLink';
import { organizationName } from '@/shared/names';
import { byCondition } from './supposed';
import css from './whatIf.module.css';

const SIGN = { signDisplay: 'exceptZero' } as const;

interface WhatIfResultProps {
  found: WhatIf;
  isTurned: boolean;
  /** The answer to the question before; the one to this question is under way. */
  isOld: boolean;
}

/** How many theses fit instead, which conditions move them, and who would fit best then. */
export function WhatIfResult({ found, isTurned, isOld }: WhatIfResultProps) {
  const { t, i18n } = useTranslation('matching');
  const signed = new Intl.NumberFormat(i18n.language, SIGN);
  const change = found.theses_after - found.theses_before;
  const tone = change > 0 ? css.more : change < 0 ? css.fewer : '';
  return (
    <div className={isOld ? `${css.result} ${css.old}` : css.result} role="status" aria-busy={isOld}>
      <p className={css.count}>
        <strong>{found.theses_after}</strong>
        <span>{t('what_if.theses', { count: found.firms_after })}</span>
        {isTurned ? (
          <span className={`${css.change} ${tone}`}>
            {t('what_if.change', { change: signed.format(change), before: found.theses_before })}
          </span>
        ) : null}
      </p>
      {isTurned ? <Conditions found={found} /> : null}
      {found.best.length > 0 ? (
        <p className={css.best}>
          {t('what_if.best')}{' '}
          {found.best.map(({ investor }, index) => (
            <span key={investor.id}>
              {index > 0 ? ' · ' : ''}
              <AppLink href={`/investors/${investor.id}`}>
                {organizationName(investor.organization, i18n.language)}
              </AppLink>
            </span>
          ))}
        </p>
      ) : null}
      {found.mode === 'reduced' ? <p className={css.note}>{t('what_if.reduced')}</p> : null}
    </div>
  );
}

function Conditions({ found }: { found: WhatIf }) {
  const { t } = useTranslation('matching');
  const lookup = t as unknown as (key: string, options?: object) => string;
  const rows = byCondition(found);
  const most = Math.max(1, ...rows.map(({ gained, lost }) => Math.max(gained, lost)));
  if (rows.length === 0) return <p className={css.note}>{t('what_if.nothing')}</p>;
  return (
    <ul className={css.rows} aria-label={t('what_if.why')}>
      {rows.map(({ code, gained, lost }) => (
        <li key={code}>
          <span>{lookup(`what_if.by.${code}`)}</span>
          <span className={css.bars} aria-hidden="true">
            <span className={css.lost} style={{ width: `${(lost / most) * 50}%` }} />
            <span className={css.gained} style={{ width: `${(gained / most) * 50}%` }} />
          </span>
          <span className={css.figures}>
            {gained > 0 ? <span className={css.more}>+{gained}</span> : null}
            {lost > 0 ? <span className={css.fewer}>−{lost}</span> : null}
          </span>
        </li>
      ))}
    </ul>
  );
}
