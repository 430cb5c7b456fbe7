import { useTranslation } from 'react-i18next';
import css from './states.module.css';

interface LoadingStateProps {
  /** Lines of text to stand for. */
  rows?: number;
  /** Height of one block instead of lines, in pixels or as CSS: the height of what will come. */
  height?: number | string;
}

/** A skeleton that is as high as what replaces it, so that nothing below it moves. */
export function LoadingState({ rows = 4, height }: LoadingStateProps) {
  const { t } = useTranslation();
  const bones = Array.from({ length: rows }, (_, index) => `bone-${index}`);
  return (
    <div className={css.skeleton} role="status">
      <span className="visually-hidden">{t('state.loading')}</span>
      {height === undefined ? (
        bones.map((key) => <div key={key} className={css.bone} />)
      ) : (
        <div className={`${css.bone} ${css.block}`} style={{ height }} />
      )}
    </div>
  );
}
