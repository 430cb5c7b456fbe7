import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import css from './search.module.css';

interface MoreButtonProps {
  hasMore: boolean;
  loading: boolean;
  /** Rows on the page, and of how many. */
  shown: number;
  total?: number;
  onMore: () => void;
}

/** The way to the next rows; at the end it says that this was all. */
export function MoreButton({ hasMore, loading, shown, total, onMore }: MoreButtonProps) {
  const { t } = useTranslation('cards');
  return (
    <div className={css.more}>
      {hasMore ? (
        <Button size="large" loading={loading} onClick={onMore}>
          {t('search.more')}
        </Button>
      ) : null}
      <p role="status">
        {hasMore && total !== undefined
          ? t('search.shown_of', { shown, total })
          : hasMore
            ? ''
            : t('search.all_shown', { count: shown })}
      </p>
    </div>
  );
}
