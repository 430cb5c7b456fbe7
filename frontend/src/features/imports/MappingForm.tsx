import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ImportOutput } from '@/api';
import css from './imports.module.css';
import type { Mapping } from './steps';
import { useImportCodes } from './useImportCodes';

interface MappingFormProps {
  batch: ImportOutput;
  mapping: Mapping;
  onChange: (next: Mapping) => void;
  disabled: boolean;
}

/** Which column of the file means which of our fields. What the headers say is filled in already. */
export function MappingForm({ batch, mapping, onChange, disabled }: MappingFormProps) {
  const { t } = useTranslation('imports');
  const code = useImportCodes();
  const taken = new Set(Object.values(mapping));
  const set = (field: string, column: string | undefined) => {
    const { [field]: _before, ...rest } = mapping;
    onChange(column ? { ...rest, [field]: column } : rest);
  };
  return (
    <section className={css.panel} aria-labelledby="mapping">
      <h2 id="mapping">{t('mapping.title')}</h2>
      <p className={css.quiet}>{t('mapping.text')}</p>
      <div className={css.mapping}>
        {batch.import_fields.map(({ field, is_required }) => {
          const name = String(field);
          const isMissing = Boolean(is_required) && !mapping[name];
          return (
            <div key={name} className={css.mapped}>
              <label htmlFor={`map-${name}`}>
                {code('field', name)}
                {is_required ? <span className={css.required}> {t('mapping.required')}</span> : null}
              </label>
              <Select
                id={`map-${name}`}
                allowClear
                showSearch
                disabled={disabled}
                value={mapping[name] ?? null}
                status={isMissing ? 'error' : ''}
                placeholder={t('mapping.none')}
                onChange={(column: string | null | undefined) => set(name, column ?? undefined)}
                options={batch.columns.map((column) => ({
                  value: column,
                  label: column,
                  disabled: taken.has(column) && mapping[name] !== column,
                }))}
              />
            </div>
          );
        })}
      </div>
    </section>
  );
}
