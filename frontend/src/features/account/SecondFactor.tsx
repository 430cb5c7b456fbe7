import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, QRCode, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/app/acts';
import { refreshViewer, useMember } from '@/app/viewer';
import css from './account.module.css';
import { Prove, useGuarded } from './Prove';
import { addTotp, newRecoveryCodes, readSeed, removeTotp, type Seed } from './secure';

/** The key for the authenticator app, and the first code it shows. */
function SeedForm({ seed, onCode }: { seed: Seed; onCode: (code: string) => Promise<void> }) {
  const { t } = useTranslation(['account', 'common']);
  return (
    <Form
      layout="vertical"
      onFinish={({ code }: { code: string }) => onCode(code.trim())}
      className={css.narrow ?? ''}
    >
      <p>{t('account:second.scan')}</p>
      <QRCode value={seed.url} color="#000000" bgColor="#ffffff" />
      <Typography.Text copyable>{seed.secret}</Typography.Text>
      <Form.Item
        name="code"
        label={t('account:second.code')}
        rules={[{ required: true, message: t('account:second.code_needed') }]}
      >
        <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
      </Form.Item>
      <Button htmlType="submit">{t('common:form.confirm')}</Button>
    </Form>
  );
}

/** Switching the second factor on and off, and its recovery codes. */
export function SecondFactor() {
  const { t } = useTranslation(['account', 'common']);
  const me = useMember();
  const confirm = useConfirm();
  const queryClient = useQueryClient();
  const { waiting, run, cancel } = useGuarded();
  const [seed, setSeed] = useState<Seed | null>(null);
  const [codes, setCodes] = useState<string[]>([]);
  const start = () => run(async () => setSeed(await readSeed()));
  const renew = () => run(async () => setCodes(await newRecoveryCodes()));
  const finish = (code: string) =>
    run(async () => {
      await addTotp(code);
      setSeed(null);
      setCodes(await newRecoveryCodes());
      await refreshViewer(queryClient);
    });
  const remove = () =>
    confirm({
      title: t('account:second.remove_ask'),
      ok: t('account:second.remove'),
      act: () =>
        run(async () => {
          await removeTotp();
          await refreshViewer(queryClient);
        }),
    });
  return (
    <section className={css.panel}>
      <h2>{t('account:second.title')}</h2>
      <p className={css.note}>{t(me.second_factor ? 'account:second.on' : 'account:second.off')}</p>
      {waiting ? <Prove waiting={waiting} run={run} onCancel={cancel} /> : null}
      {seed && !waiting ? <SeedForm seed={seed} onCode={finish} /> : null}
      {codes.length > 0 ? (
        <Alert
          type="warning"
          title={t('account:second.codes')}
          description={<Typography.Text copyable>{codes.join(' ')}</Typography.Text>}
        />
      ) : null}
      {waiting || seed ? null : (
        <div className={css.acts}>
          {me.second_factor ? (
            <>
              <Button onClick={() => void renew()}>{t('account:second.renew')}</Button>
              <Button danger onClick={remove}>
                {t('account:second.remove')}
              </Button>
            </>
          ) : (
            <Button onClick={() => void start()}>{t('account:second.start')}</Button>
          )}
        </div>
      )}
    </section>
  );
}
