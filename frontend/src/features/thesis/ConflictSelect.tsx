import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listOrganizationsOptions } from '@/api/@tanstack/react-query.gen';
import { useDebounced } from '@/shared/useDebounced';
import { companyOptions, type Named } from './values';

/** The server takes no more. */
const MOST = 200;

interface ConflictSelectProps {
  /** Companies chosen before, so that their names are known without a search. */
  known: Named[];
  id?: string;
  value?: string[];
  onChange?: (ids: string[]) => void;
}

/** Companies found by name. Fits into an antd Form.Item; the value is their ids. */
export function ConflictSelect({ known, id, value = [], onChange }: ConflictSelectProps) {
  const { t, i18n } = useTranslation('thesis');
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(known);
  const q = useDebounced(typed.trim(), 180);
  const found = useQuery({
    ...listOrganizationsOptions({ query: { q, kind: ['startup'], page_size: 20 } }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
  const rows = q ? (found.data?.results ?? []) : [];
  return (
    <Select
      id={id}
      mode="multiple"
      maxCount={MOST}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      value={value}
      options={companyOptions(value, chosen, rows, i18n.language)}
      loading={found.isFetching}
      notFoundContent={t(
        found.isError ? 'conflicts.error' : q && found.data ? 'conflicts.none' : 'conflicts.type',
      )}
      onChange={(ids: string[]) => {
        setChosen([...chosen, ...rows]);
        onChange?.(ids);
      }}
    />
  );
}
