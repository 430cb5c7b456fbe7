import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Form, Input, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CreateMyTokenData, ListMyTokensResponse } from '@/api';
import {
  createMyTokenMutation,
  listMyTokensOptions,
  revokeMyTokenMutation,
} from '@/api/@tanstack/react-query.gen';
import { useConfirm, useTold } from '@/app/acts';
import { FormErrors } from '@/shared/forms/FormErrors';
import { ErrorState } from '@/shared/states/ErrorState';
import { Time } from '@/shared/Time';
import css from './account.module.css';

/** Makes a key and shows it, this once. */
function MakeToken() {
  const { t } = useTranslation('account');
  const [form] = Form.useForm<CreateMyTokenData['body']>();
  const { onSuccess } = useTold()('');
  const create = useMutation({ ...createMyTokenMutation(), onSuccess });
  return (
    <>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ scopes: ['read'] }}
        onFinish={(body) => create.mutate({ body })}
      >
        <FormErrors form={form} error={create.error} />
        <Form.Item
          name="label"
          label={t('token.label')}
          rules={[{ required: true, message: t('token.needed') }]}
        >
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="scopes" label={t('token.scopes')}>
          <Checkbox.Group
            options={[
              { value: 'read', label: t('token.read') },
              { value: 'write', label: t('token.write') },
            ]}
          />
        </Form.Item>
        <Button htmlType="submit" loading={create.isPending}>
          {t('token.make')}
        </Button>
      </Form>
      {create.data ? (
        <Alert
          type="success"
          title={t('token.once')}
          description={<Typography.Text copyable>{create.data.key}</Typography.Text>}
        />
      ) : null}
    </>
  );
}

function TokenRow({ token }: { token: ListMyTokensResponse[number] }) {
  const { t } = useTranslation('account');
  const confirm = useConfirm();
  const revoke = useMutation({ ...revokeMyTokenMutation(), ...useTold()(t('token.revoked')) });
  return (
    <li>
      <span>
        <strong>{token.label}</strong> {token.prefix}… · <Time value={token.created_at} as="date" />
      </span>
      <Button
        danger
        onClick={() =>
          confirm({
            title: t('token.revoke_ask', { name: token.label }),
            ok: t('token.revoke'),
            act: () => revoke.mutateAsync({ path: { token_id: token.id } }),
          })
        }
      >
        {t('token.revoke')}
      </Button>
    </li>
  );
}

/** Keys for programs. A key is shown once, when it is made. */
export function TokensTab() {
  const { t } = useTranslation('account');
  const tokens = useQuery(listMyTokensOptions());
  return (
    <section className={css.panel}>
      <h2>{t('token.title')}</h2>
      <p className={css.note}>{t('token.text')}</p>
      <MakeToken />
      {tokens.isError ? <ErrorState error={tokens.error} onRetry={() => void tokens.refetch()} /> : null}
      <ul className={css.rows}>
        {tokens.data?.map((token) => (
          <TokenRow key={token.id} token={token} />
        ))}
      </ul>
    </section>
  );
}
