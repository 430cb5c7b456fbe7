import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { isFilm } from './replay';
import css from './replay.module.css';

/** The recording, asked for only when it is played; one the browser does not play by itself is linked to. */
export function Film({ film, address }: { film: RefObject<HTMLVideoElement | null>; address: string }) {
  const { t } = useTranslation('replay');
  if (!address) return null;
  if (!isFilm(address))
    return (
      <p className={css.link}>
        <a href={address} target="_blank" rel="noopener noreferrer nofollow">
          {t('recording')}
        </a>
      </p>
    );
  return (
    // biome-ignore lint/a11y/useMediaCaption: a host's own film, which has no captions file
    <video ref={film} className={css.film} src={address} controls preload="none" playsInline />
  );
}
