import { Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { InvestorCard } from '@/api';
import { useSectors } from '@/app/sectors';
import { AppLink } from '@/shared/AppLink';
import { useLabels } from '@/shared/cards/useLabels';
import { MoneyRange } from '@/shared/Money';
import { organizationName } from '@/shared/names';
import { Time } from '@/shared/Time';

/** The same results as rows, to compare many at once. */
export default function InvestorsTable({ investors }: { investors: InvestorCard[] }) {
  const { t, i18n } = useTranslation('investors');
  const { nameOf } = useSectors();
  const label = useLabels();
  const columns: TableColumnsType<InvestorCard> = [
    {
      title: t('table.name'),
      key: 'name',
      width: 170,
      render: (_, { id, organization }) => (
        <AppLink href={`/investors/${id}`}>{organizationName(organization, i18n.language)}</AppLink>
      ),
    },
    {
      title: t('facet.investor_type'),
      key: 'type',
      width: 120,
      render: (_, { investor_type }) => (investor_type ? label('investor_type', investor_type) : ''),
    },
    {
      title: t('table.sectors'),
      key: 'sectors',
      width: 260,
      render: (_, { sectors }) => sectors.slice(0, 4).map(nameOf).join(' · '),
    },
    {
      title: t('facet.ticket'),
      key: 'ticket',
      align: 'right',
      width: 170,
      render: (_, { ticket_min, ticket_max }) => <MoneyRange low={ticket_min} high={ticket_max} />,
    },
    { title: t('table.total'), dataIndex: 'deals_total', align: 'right', width: 100 },
    { title: t('table.recent'), dataIndex: 'deals_24m', align: 'right', width: 120 },
    {
      title: t('table.last'),
      key: 'last',
      width: 110,
      render: (_, { last_deal_on }) => (last_deal_on ? <Time value={last_deal_on} /> : ''),
    },
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section aria-label={t('table.label')} tabIndex={0}>
      <Table<InvestorCard>
        size="middle"
        columns={columns}
        dataSource={investors}
        rowKey="id"
        pagination={false}
        scroll={{ x: 'max-content' }}
      />
    </section>
  );
}
