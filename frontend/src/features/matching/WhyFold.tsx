import { Button } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Gate, Reason } from '@/api';
import { useWhy } from '@/app/why/useWhy';
import { formatPercent } from '@/shared/format';
import { Icon } from '@/shared/icons';
import { ReasonList } from '@/shared/reasons/ReasonList';
import { shares } from '@/shared/reasons/reasons';
import css from './matching.module.css';

interface WhyFoldProps {
  gates: readonly Gate[];
  reasons: readonly Reason[];
  startOpen?: boolean;
}

const STRONGEST = 3;

/** The strongest reasons in one line, and all of them with their evidence on demand. */
export function WhyFold({ gates, reasons, startOpen = false }: WhyFoldProps) {
  const { t, i18n } = useTranslation('matching');
  const [open, setOpen] = useState(startOpen);
  const words = useWhy()({ gates, reasons });
  const id = useId();
  const failed = words.gates.filter(({ state }) => state === 'failed');
  return (
    <div className={css.why}>
      <div className={css.summary}>
        <ul aria-label={t('strongest')}>
          {failed.map((gate) => (
            <li key={gate.code} className={css.failed}>
              <Icon name="close" size={14} />
              {t('not_met', { name: gate.label })}
            </li>
          ))}
          {shares(words.reasons)
            .slice(0, STRONGEST)
            .map((reason) => (
              <li key={reason.code}>
                {reason.label} <strong>{formatPercent(reason.share, i18n.language)}</strong>
              </li>
            ))}
        </ul>
        <Button
          size="small"
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          onClick={() => setOpen(!open)}
        >
          {t(open ? 'hide_why' : 'show_why')}
        </Button>
      </div>
      {open ? (
        <div id={id} className={css.full}>
          <ReasonList {...words} />
        </div>
      ) : null}
    </div>
  );
}
