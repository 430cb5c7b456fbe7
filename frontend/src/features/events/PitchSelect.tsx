import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { searchDealsOptions } from '@/api/@tanstack/react-query.gen';
import { oneLiner, organizationName } from '@/shared/names';
import { useDebounced } from '@/shared/useDebounced';

interface PitchSelectProps {
  value?: string | null;
  onChange?: (pitch: string | null) => void;
  id?: string;
  /** Pitches that stand in the agenda already, with their companies. */
  known: ReadonlyMap<string, string>;
}

/** Finds a published pitch by the words of its company or its sentence. */
export function PitchSelect({ value, onChange, id, known }: PitchSelectProps) {
  const { t, i18n } = useTranslation('events');
  const [typed, setTyped] = useState('');
  const q = useDebounced(typed.trim(), 300);
  const { data } = useQuery({ ...searchDealsOptions({ query: { q } }), enabled: q !== '' });
  const found = (data?.results ?? []).map((deal) => ({
    value: deal.id,
    label: `${organizationName(deal.organization, i18n.language)} · ${oneLiner(deal, i18n.language)}`,
  }));
  const listed = new Set(found.map((one) => one.value));
  const standing = value && !listed.has(value) ? [{ value, label: known.get(value) ?? value }] : [];
  return (
    <Select
      {...(id ? { id } : {})}
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      value={value ?? null}
      placeholder={t('line.find_pitch')}
      notFoundContent={t(q ? 'line.no_pitch' : 'line.find_pitch')}
      options={[...standing, ...found]}
      onChange={(next: string | null | undefined) => onChange?.(next ?? null)}
    />
  );
}
