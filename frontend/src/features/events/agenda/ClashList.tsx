import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AgendaClash } from '@/api';
import css from '../events.module.css';

/** What the draft asks to be at two places at one time. It may be meant so, and stops nobody. */
export function ClashList({ clashes }: { clashes: readonly AgendaClash[] }) {
  const { t } = useTranslation('agenda');
  if (clashes.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t('clashes', { count: clashes.length })}
      description={
        <ul className={css.lines}>
          {clashes.map((clash) => (
            <li key={`${clash.kind} ${clash.line} ${clash.event} ${clash.other_title} ${clash.what}`}>
              <strong>{clash.title}</strong> <Where clash={clash} />
            </li>
          ))}
        </ul>
      }
    />
  );
}

function Where({ clash }: { clash: AgendaClash }) {
  const { t } = useTranslation('agenda');
  if (!clash.event) return t('clash.elsewhere');
  const there = [clash.event_title, clash.other_title].filter(Boolean).join(' · ');
  return t(`clash.${clash.kind}`, { what: clash.what, there });
}
