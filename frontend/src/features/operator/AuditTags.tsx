import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AuditFiltersProps } from './AuditFilters';
import { shortId } from './trail';

/** Whose acts or what about the trail is narrowed to; a cross lets go of it. */
export default function AuditTags({ search, set, actor }: AuditFiltersProps) {
  const { t } = useTranslation('operator');
  const drop = (name: 'actor' | 'subject') => set({ [name]: undefined });
  return (
    <>
      {search.actor ? (
        <Tag closable onClose={() => drop('actor')}>
          {t('audit.by', { name: actor ?? shortId(search.actor) })}
        </Tag>
      ) : null}
      {search.subject ? (
        <Tag closable onClose={() => drop('subject')}>
          {t('audit.about', { id: shortId(search.subject) })}
        </Tag>
      ) : null}
    </>
  );
}
