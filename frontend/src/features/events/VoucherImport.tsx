import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ChangeEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { eventsVouchersImportMutation } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { toApiError } from '@/shared/apiError';
import { useRefusalText } from '@/shared/useRefusalText';
import css from './events.module.css';
import type { EventDetail } from './words';

/** A table made elsewhere: all of its lines, or none and the line that cannot be read. */
export function VoucherImport({ event }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  const textOf = useRefusalText();
  const field = useRef<HTMLInputElement>(null);
  const { onSuccess } = useTold()('');
  const send = useMutation({ ...eventsVouchersImportMutation(), onSuccess });
  const read = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = target.files ?? [];
    // The same file may be chosen again once it was mended.
    const table = await file?.text();
    target.value = '';
    if (table !== undefined) send.mutate({ path: { event_id: event.id }, body: { table } });
  };
  const lines = send.error ? Object.values(toApiError(send.error).fields).flat() : [];
  return (
    <section className={css.panel} aria-labelledby="import-vouchers">
      <h2 id="import-vouchers">{t('vouchers.import')}</h2>
      <p className={css.quiet}>{t('vouchers.import_text')}</p>
      <div className={css.acts}>
        <input
          ref={field}
          type="file"
          accept=".csv,text/csv"
          hidden
          aria-label={t('vouchers.import_file')}
          onChange={(event) => void read(event)}
        />
        <Button loading={send.isPending} onClick={() => field.current?.click()}>
          {t('vouchers.import_file')}
        </Button>
        <span role="status">{send.data ? t('vouchers.imported', { count: send.data.count }) : ''}</span>
      </div>
      <div role="alert" className={send.error ? css.problem : undefined}>
        {send.error ? [textOf(send.error), ...lines].join(' ') : ''}
      </div>
    </section>
  );
}
