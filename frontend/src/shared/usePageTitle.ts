import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

/** Names the window after the page, then the street. Without a title, the street alone. */
export function usePageTitle(title?: string): void {
  const { t } = useTranslation('common');
  const brand = t('brand.name');
  useEffect(() => {
    document.title = title ? `${title} · ${brand}` : brand;
  }, [title, brand]);
}
