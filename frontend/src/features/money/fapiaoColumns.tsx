import { Button, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DeskFapiao } from '@/api';
import { Money } from '@/shared/Money';
import { StateBadge } from '@/shared/StateBadge';
import { Time } from '@/shared/Time';
import css from './money.module.css';

/** Whom, what and how much; the papers; and what is to be done. */
export function useFapiaoColumns(onHandle: (row: DeskFapiao) => void): TableColumnsType<DeskFapiao> {
  const { t } = useTranslation('money');
  return [
    {
      key: 'buyer',
      title: t('fapiao.buyer'),
      width: 260,
      render: (_, row) => (
        <div className={css.cell}>
          <strong>{row.title}</strong>
          {row.tax_number ? <span>{row.tax_number}</span> : null}
          <span className={css.quiet}>{row.email}</span>
        </div>
      ),
    },
    {
      key: 'item',
      title: t('fapiao.item'),
      width: 240,
      render: (_, { item, order, created_at }) => (
        <div className={css.cell}>
          <span>{item}</span>
          <span className={css.quiet}>
            {order.code} · <Time value={created_at} as="date" />
          </span>
        </div>
      ),
    },
    {
      key: 'amount',
      title: t('fapiao.amount'),
      align: 'right',
      render: (_, { money }) => <Money value={money} />,
    },
    { key: 'state', title: t('column.state'), render: (_, row) => <Standing row={row} /> },
    { key: 'papers', title: t('fapiao.papers'), render: (_, row) => <Papers row={row} /> },
    {
      key: 'act',
      title: '',
      render: (_, row) =>
        row.allowed_actions.includes('issue_fapiao') && (row.state === 'requested' || row.due) ? (
          <Button onClick={() => onHandle(row)}>
            {t(row.state === 'requested' ? 'fapiao.issue' : 'fapiao.red_letter')}
          </Button>
        ) : null,
    },
  ];
}

function Standing({ row }: { row: DeskFapiao }) {
  const { t } = useTranslation('money');
  if (row.due) {
    return (
      <>
        <StateBadge tone="attention" label={t('fapiao.due')} /> <Money value={row.due} />
      </>
    );
  }
  const tone = { requested: 'attention', delivered: 'ok' } as const;
  return (
    <StateBadge
      tone={tone[row.state as keyof typeof tone] ?? 'plain'}
      label={t(`fapiao.state.${row.state}`)}
    />
  );
}

function Papers({ row }: { row: DeskFapiao }) {
  const { t } = useTranslation('money');
  return (
    <div className={css.cell}>
      {row.url ? <a href={row.url}>{row.number}</a> : null}
      {row.red_letters.map((letter) => (
        <a key={letter.id} href={letter.url}>
          {t('fapiao.red_number', { number: letter.number })}
        </a>
      ))}
    </div>
  );
}
