import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListOrganizationsData, OrganizationBrief } from '@/api';
import { listOrganizationsOptions } from '@/api/@tanstack/react-query.gen';
import { useDebounced } from '@/shared/useDebounced';
import { type Named, organizationOptions } from './options';

type Kinds = NonNullable<NonNullable<ListOrganizationsData['query']>['kind']>;

interface OrganizationSelectProps {
  /** Left out: of every kind. */
  kind?: Kinds;
  /** The most that may be chosen; left out: one, and the value is its id instead of a list. */
  most?: number;
  /** Chosen before, so that their names are known without a search. */
  known?: Named[];
  /** Why one that was found cannot be chosen. */
  refusal?: (one: OrganizationBrief) => string | undefined;
  id?: string;
  value?: string | string[];
  onChange?: (value: never) => void;
}

const NONE: Named[] = [];

/** Organizations found by words of their names. Fits into an antd Form.Item. */
export function OrganizationSelect(props: OrganizationSelectProps) {
  const { kind, most, known = NONE, refusal, id, value, onChange } = props;
  const { t, i18n } = useTranslation();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(known);
  const q = useDebounced(typed.trim(), 200);
  const found = useQuery({
    ...listOrganizationsOptions({ query: { q, page_size: 20, ...(kind ? { kind } : {}) } }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
  const rows = q ? (found.data?.results ?? []) : [];
  const ids = value === undefined ? [] : [value].flat();
  return (
    <Select
      {...(id ? { id } : {})}
      {...(most ? { mode: 'multiple' as const, maxCount: most } : {})}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      value={value ?? (most ? [] : null)}
      options={organizationOptions(ids, chosen, rows, i18n.language, refusal)}
      loading={found.isFetching}
      placeholder={t('pick.type')}
      notFoundContent={t(found.isError ? 'pick.error' : q && found.data ? 'pick.none' : 'pick.type')}
      onChange={(next) => {
        setChosen([...chosen, ...rows]);
        onChange?.(next as never);
      }}
    />
  );
}
