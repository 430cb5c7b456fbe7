import { Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DealCard } from '@/api';
import { CompareDeal } from '@/app/compare/CompareDeal';
import { useSectors } from '@/app/sectors';
import { AppLink } from '@/shared/AppLink';
import { askOf, placeOf } from '@/shared/cards/facts';
import { useStageLabel } from '@/shared/labels';
import { MoneyRange } from '@/shared/Money';
import { oneLiner, organizationName } from '@/shared/names';
import { Time } from '@/shared/Time';

/** The column in which projects are chosen to be compared. */
function choosing(title: string): TableColumnsType<DealCard>[number] {
  return { title, key: 'compare', width: 110, render: (_, deal) => <CompareDeal deal={deal} /> };
}

/** The same results as rows, to compare many at once. */
export default function DealsTable({ deals }: { deals: DealCard[] }) {
  const { t, i18n } = useTranslation('deals');
  const { nameOf } = useSectors();
  const stageLabel = useStageLabel();
  const columns: TableColumnsType<DealCard> = [
    {
      title: t('table.company'),
      key: 'company',
      fixed: 'left',
      width: 150,
      render: (_, deal) => (
        <AppLink href={`/deals/${deal.id}`}>{organizationName(deal.organization, i18n.language)}</AppLink>
      ),
    },
    choosing(t('table.compare')),
    {
      title: t('table.one_liner'),
      key: 'line',
      width: 260,
      render: (_, deal) => oneLiner(deal, i18n.language),
    },
    { title: t('facet.sector'), key: 'sector', width: 150, render: (_, deal) => nameOf(deal.sector_primary) },
    {
      title: t('facet.stage'),
      key: 'stage',
      width: 100,
      render: (_, deal) => (deal.stage ? stageLabel(deal.stage) : ''),
    },
    {
      title: t('facet.amount'),
      key: 'amount',
      width: 130,
      align: 'right',
      render: (_, deal) => <MoneyRange {...askOf(deal)} />,
    },
    { title: t('table.place'), key: 'place', width: 120, render: (_, deal) => placeOf(deal) },
    {
      title: t('table.published'),
      key: 'published',
      width: 110,
      render: (_, deal) => (deal.published_at ? <Time value={deal.published_at} /> : ''),
    },
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section aria-label={t('table.label')} tabIndex={0}>
      <Table<DealCard>
        size="middle"
        columns={columns}
        dataSource={deals}
        rowKey="id"
        pagination={false}
        scroll={{ x: 'max-content' }}
      />
    </section>
  );
}
