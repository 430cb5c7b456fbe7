import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Waiting } from '@/api';
import { waitingRejoinCreateMutation } from '@/api/@tanstack/react-query.gen';
import { Problem } from '../registering';
import { useEntryWritten } from './useEntryWritten';

/** Back into the line, at its end. */
export function Rejoin({ entry }: { entry: Waiting }) {
  const { t } = useTranslation('events');
  const rejoin = useMutation({ ...waitingRejoinCreateMutation(), onSuccess: useEntryWritten() });
  return (
    <>
      <Problem error={rejoin.error} />
      <Button
        type="primary"
        size="large"
        loading={rejoin.isPending}
        onClick={() => rejoin.mutate({ path: { secret: entry.secret } })}
      >
        {t('waiting.rejoin')}
      </Button>
    </>
  );
}
