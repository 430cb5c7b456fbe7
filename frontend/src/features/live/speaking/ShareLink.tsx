import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { speakingLinkMakeMutation, speakingLinkRevokeMutation } from '@/api/@tanstack/react-query.gen';
import { useRefusalText } from '@/shared/useRefusalText';
import type { OwnLine } from './speaking';
import css from './speaking.module.css';
import { speakingKey } from './useSpeaking';

/** The link for the lectern, or for a speaker without an account: made, copied, replaced, taken back. */
export function ShareLink({ event, line }: { event: string; line: OwnLine }) {
  const { t } = useTranslation('backstage');
  const queryClient = useQueryClient();
  const textOf = useRefusalText();
  const [isCopied, setIsCopied] = useState(false);
  const told = {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: speakingKey(event, '') }),
    onMutate: () => setIsCopied(false),
  };
  const make = useMutation({ ...speakingLinkMakeMutation(), ...told });
  const revoke = useMutation({ ...speakingLinkRevokeMutation(), ...told });
  const path = { event_id: event, line_id: line.id };
  const error = make.error ?? revoke.error;
  return (
    <details className={css.share}>
      <summary>{t('share.title')}</summary>
      <p className={css.quiet}>{t('share.text')}</p>
      {line.url ? (
        <>
          <output className={css.url}>{line.url}</output>
          <div className={css.acts}>
            <button
              type="button"
              onClick={() => void navigator.clipboard?.writeText(line.url).then(() => setIsCopied(true))}
            >
              {t(isCopied ? 'share.copied' : 'share.copy')}
            </button>
            <button type="button" disabled={make.isPending} onClick={() => make.mutate({ path })}>
              {t('share.renew')}
            </button>
            <button type="button" disabled={revoke.isPending} onClick={() => revoke.mutate({ path })}>
              {t('share.revoke')}
            </button>
          </div>
        </>
      ) : (
        <div className={css.acts}>
          <button type="button" disabled={make.isPending} onClick={() => make.mutate({ path })}>
            {t('share.make')}
          </button>
        </div>
      )}
      <p role="alert" className={css.refusal}>
        {error ? textOf(error) : ''}
      </p>
    </details>
  );
}
