import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrganizationBrief } from '@/api';
import { listOrganizationsOptions } from '@/api/@tanstack/react-query.gen';
import { organizationName } from '@/shared/names';
import { useDebounced } from '@/shared/useDebounced';

interface OrganizationsSelectProps {
  value?: string[];
  onChange?: (ids: string[]) => void;
  id?: string;
  /** Those that stand already, by their names. */
  known: readonly OrganizationBrief[];
  /** As many are chosen at once. */
  most?: number;
}

/** Organizations, found by the words of their names. */
export function OrganizationsSelect({ value, onChange, id, known, most }: OrganizationsSelectProps) {
  const { t, i18n } = useTranslation('events');
  const [typed, setTyped] = useState('');
  const q = useDebounced(typed.trim(), 300);
  const { data } = useQuery({ ...listOrganizationsOptions({ query: { q } }), enabled: q !== '' });
  const [seen, setSeen] = useState<ReadonlyMap<string, string>>(
    () => new Map(known.map((one) => [one.id, organizationName(one, i18n.language)])),
  );
  const found = (data?.results ?? []).map((one) => ({
    value: one.id,
    label: organizationName(one, i18n.language),
  }));
  const listed = new Set(found.map((one) => one.value));
  const standing = (value ?? [])
    .filter((one) => !listed.has(one))
    .map((one) => ({ value: one, label: seen.get(one) ?? one }));
  return (
    <Select
      {...(id ? { id } : {})}
      {...(most ? { maxCount: most } : {})}
      mode="multiple"
      showSearch={{ filterOption: false, onSearch: setTyped }}
      value={value ?? []}
      placeholder={t('admission.find')}
      notFoundContent={t(q ? 'admission.none_found' : 'admission.find')}
      options={[...standing, ...found]}
      onChange={(ids: string[]) => {
        setSeen(new Map([...seen, ...found.map((one) => [one.value, one.label] as const)]));
        onChange?.(ids);
      }}
    />
  );
}
