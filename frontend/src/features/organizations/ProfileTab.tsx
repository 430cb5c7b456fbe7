import { Descriptions } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSectors } from '@/app/sectors';
import { useLabels } from '@/shared/cards/useLabels';
import { Time } from '@/shared/Time';
import css from './organizations.module.css';
import type { Organization } from './search';

/** What is known of it as [key, name, value]; an unknown value is empty. */
function useFacts(one: Organization): [string, string, ReactNode][] {
  const { t } = useTranslation('organizations');
  const { nameOf, pathOf } = useSectors();
  const label = useLabels();
  const place = [one.country, one.region, one.city, one.district].filter(Boolean).join(' · ');
  return [
    ['legal_name', t('field.legal_name'), one.legal_name],
    ['uscc', t('field.uscc'), one.uscc],
    [
      'investor_type',
      t('field.investor_type'),
      one.investor_type && label('investor_type', one.investor_type),
    ],
    ['service_kind', t('field.service_kind'), one.service_kind && t(`service.${one.service_kind}`)],
    ['sector_primary', t('field.sector_primary'), one.sector_primary && pathOf(one.sector_primary)],
    ['sectors', t('field.sectors'), one.sectors.map(nameOf).join(' · ')],
    ['source_sectors', t('field.source_sectors'), one.source_sectors.join(' · ')],
    ['tech_keywords', t('field.tech_keywords'), one.tech_keywords.join(' · ')],
    [
      'qualifications',
      t('field.qualifications'),
      one.qualifications.map((q) => label('qualification', q)).join(' · '),
    ],
    ['place', t('field.place'), place],
    [
      'founded_on',
      t('field.founded_on'),
      one.founded_on?.slice(0, { day: 10, month: 7, year: 4 }[one.founded_precision] ?? 10),
    ],
    ['headcount', t('field.headcount'), one.headcount],
    [
      'website',
      t('field.website'),
      one.website && (
        <a href={one.website} rel="noreferrer nofollow">
          {one.website}
        </a>
      ),
    ],
    [
      'verified_until',
      t('field.verified_until'),
      one.verified_until && <Time value={one.verified_until} as="date" />,
    ],
  ];
}

/** What is known, and only that: an empty field says nothing rather than a dash. */
export function ProfileTab({ organization: one }: { organization: Organization }) {
  const { i18n } = useTranslation();
  const facts = useFacts(one);
  const english = i18n.language === 'en';
  const text = (english && one.description_en) || one.description;
  return (
    <section className={css.panel}>
      {one.one_liner ? <p className={css.lead}>{(english && one.one_liner_en) || one.one_liner}</p> : null}
      {text ? <p className={css.prose}>{text}</p> : null}
      <Descriptions
        column={{ xs: 1, md: 2 }}
        items={facts
          .filter(([, , value]) => value)
          .map(([key, name, children]) => ({ key, label: name, children }))}
      />
    </section>
  );
}
