import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  myTicketsListQueryKey,
  ticketsRenameCreateMutation,
  ticketsRetrieveQueryKey,
} from '@/api/@tanstack/react-query.gen';
import css from '../events.module.css';
import { Problem } from '../registering';
import type { Ticket } from '../words';

/** Another name on the same ticket. */
export function Rename({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('events');
  const [edits, setEdits] = useState(false);
  const queryClient = useQueryClient();
  const path = { secret: ticket.secret };
  const rename = useMutation({
    ...ticketsRenameCreateMutation(),
    onSuccess: (written) => {
      queryClient.setQueryData(ticketsRetrieveQueryKey({ path }), written);
      void queryClient.invalidateQueries({ queryKey: myTicketsListQueryKey() });
      setEdits(false);
    },
  });
  if (!edits) return <Button onClick={() => setEdits(true)}>{t('holding.rename')}</Button>;
  const needed = [{ required: true, whitespace: true, message: t('register.needed') }];
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      initialValues={{ name: ticket.name, organization: ticket.organization_name }}
      onFinish={(body: { name: string; organization: string }) => rename.mutate({ path, body })}
      aria-label={t('holding.rename')}
    >
      <Problem error={rename.error} />
      <Form.Item name="name" label={t('register.name')} rules={needed}>
        <Input size="large" autoComplete="name" maxLength={80} />
      </Form.Item>
      <Form.Item name="organization" label={t('register.organization')} rules={needed}>
        <Input size="large" autoComplete="organization" maxLength={120} />
      </Form.Item>
      <div className={css.acts}>
        <Button type="primary" htmlType="submit" loading={rename.isPending}>
          {t('holding.rename_do')}
        </Button>
        <Button onClick={() => setEdits(false)}>{t('asking.cancel')}</Button>
      </div>
    </Form>
  );
}
