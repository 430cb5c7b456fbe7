import { useTranslation } from 'react-i18next';
import type { ImportOutput } from '@/api';
import css from './imports.module.css';
import type { Mapping } from './steps';
import { useImportCodes } from './useImportCodes';

/** The first rows as the file has them, each column under the field it is mapped to. */
export function Preview({ batch, mapping }: { batch: ImportOutput; mapping: Mapping }) {
  const { t } = useTranslation('imports');
  const code = useImportCodes();
  const fieldOf = new Map(Object.entries(mapping).map(([field, column]) => [column, field]));
  const rows = batch.preview.map((cells, index) => ({ key: `row-${index}`, cells }));
  if (rows.length === 0) return null;
  return (
    <section className={css.panel} aria-labelledby="preview">
      <h2 id="preview">{t('preview.title', { count: rows.length })}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={css.scroll} aria-label={t('preview.label')} tabIndex={0}>
        <table className={css.preview}>
          <thead>
            <tr>
              {batch.columns.map((column) => {
                const field = fieldOf.get(column);
                return (
                  <th key={column} scope="col">
                    <span className={field ? css.field : css.unmapped}>
                      {field ? code('field', field) : t('preview.unmapped')}
                    </span>
                    {column}
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, cells }) => (
              <tr key={key}>
                {batch.columns.map((column, index) => (
                  <td key={column}>{cells[index] ?? ''}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
