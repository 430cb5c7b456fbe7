import { useTranslation } from 'react-i18next';

/** How a ranking is called: by its version, or that the shipped weights are meant. */
export function useNames(): (version: string) => string {
  const { t } = useTranslation('ranking');
  return (version) => (version === 'shipped' ? t('shipped') : version);
}

/** 0.373 */
export function useFigure(): (value: number, digits?: number) => string {
  const { i18n } = useTranslation();
  return (value, digits = 3) =>
    new Intl.NumberFormat(i18n.language, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value);
}
