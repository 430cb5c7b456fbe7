import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listOrganizationsOptions } from '@/api/@tanstack/react-query.gen';
import { organizationName } from '@/shared/names';
import { useDebounced } from '@/shared/useDebounced';

interface FirmSelectProps {
  id?: string;
  value?: string;
  onChange?: (firm: string) => void;
}

/** Finds an investment firm by words of its name. Firms that are not verified are shown and cannot be chosen. */
export function FirmSelect({ id, value, onChange }: FirmSelectProps) {
  const { t, i18n } = useTranslation('pitch');
  const [typed, setTyped] = useState('');
  const asked = useDebounced(typed.trim(), 200);
  const firms = useQuery({
    ...listOrganizationsOptions({ query: { kind: ['investment_firm'], q: asked, page_size: 20 } }),
    placeholderData: keepPreviousData,
  });
  const options = (firms.data?.results ?? []).map((firm) => {
    const name = organizationName(firm, i18n.language);
    const isVerified = firm.verification_state === 'verified';
    return {
      value: firm.id,
      label: isVerified ? name : `${name} · ${t('readers.firm_unverified')}`,
      disabled: !isVerified,
    };
  });
  return (
    <Select
      {...(id ? { id } : {})}
      {...(value ? { value } : {})}
      {...(onChange ? { onChange } : {})}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={firms.isFetching}
      options={options}
      placeholder={t('readers.firm_hint')}
      notFoundContent={firms.isPending ? null : t('readers.firm_none')}
    />
  );
}
