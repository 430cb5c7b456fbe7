import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FapiaoInputRequest, OwnFapiao, TicketMoney } from '@/api';
import { ticketFapiaoMutation } from '@/api/@tanstack/react-query.gen';
import { Facts, fact } from '@/shared/Facts';
import { FormErrors } from '@/shared/forms/FormErrors';
import { Money } from '@/shared/Money';
import css from '../events.module.css';

interface FapiaoPanelProps {
  secret: string;
  money: TicketMoney;
  written: (answer: TicketMoney) => void;
}

/** The fapiao of a paid ticket: asked for, followed, and downloaded with its red letters. */
export function FapiaoPanel({ secret, money, written }: FapiaoPanelProps) {
  const { t } = useTranslation('paying');
  const { fapiao, may_ask_fapiao: may } = money;
  const [open, setOpen] = useState(false);
  if (!fapiao && !may) return null;
  const done = (answer: TicketMoney) => {
    setOpen(false);
    written(answer);
  };
  return (
    <section className={css.panel} aria-labelledby="fapiao">
      <h2 id="fapiao">{t('fapiao.title')}</h2>
      {fapiao ? <Shown fapiao={fapiao} /> : <p className={css.quiet}>{t('fapiao.text')}</p>}
      {may && open ? <Ask secret={secret} fapiao={fapiao} written={done} /> : null}
      {may && !open ? (
        <Button size="large" onClick={() => setOpen(true)}>
          {t(fapiao ? 'fapiao.change' : 'fapiao.ask')}
        </Button>
      ) : null}
    </section>
  );
}

function Shown({ fapiao }: { fapiao: OwnFapiao }) {
  const { t } = useTranslation('paying');
  return (
    <>
      <p role="status">{t(`fapiao.state_${fapiao.state}`)}</p>
      <Facts
        facts={[
          fact(t('fapiao.buyer_title'), fapiao.title),
          fact(t('fapiao.tax_number'), fapiao.tax_number),
          fact(t('fapiao.item'), fapiao.item),
          fact(t('fapiao.amount'), <Money value={fapiao.money} />),
          fact(t('fapiao.email'), fapiao.email),
          fact(t('fapiao.number'), fapiao.number),
        ]}
      />
      {fapiao.url ? (
        <p>
          <a className={css.touch} href={fapiao.url}>
            {t('fapiao.download')}
          </a>
        </p>
      ) : null}
      {fapiao.red_letters.map((letter) => (
        <p key={letter.id}>
          {t('fapiao.red_letter', { number: letter.number })} <Money value={letter.money} />{' '}
          <a className={css.touch} href={letter.url}>
            {t('fapiao.download_red')}
          </a>
        </p>
      ))}
    </>
  );
}

interface AskProps {
  secret: string;
  fapiao: OwnFapiao | null;
  written: (answer: TicketMoney) => void;
}

function Ask({ secret, fapiao, written }: AskProps) {
  const { t } = useTranslation('paying');
  const [form] = Form.useForm<FapiaoInputRequest>();
  const ask = useMutation({ ...ticketFapiaoMutation(), onSuccess: written });
  const buyer = Form.useWatch('buyer', form) ?? 'company';
  const needed = [{ required: true, whitespace: true, message: t('needed') }];
  const initial = fapiao ?? { buyer: 'company' as const };
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={initial}
      onFinish={(body) =>
        ask.mutate({
          path: { secret },
          body: { ...body, tax_number: body.buyer === 'company' ? (body.tax_number ?? '').trim() : '' },
        })
      }
    >
      <FormErrors form={form} error={ask.error} />
      <Form.Item name="buyer" label={t('fapiao.buyer')}>
        <Radio.Group>
          <Radio value="company">{t('fapiao.company')}</Radio>
          <Radio value="person">{t('fapiao.person')}</Radio>
        </Radio.Group>
      </Form.Item>
      <Form.Item name="title" label={t('fapiao.buyer_title')} rules={needed}>
        <Input maxLength={100} autoComplete="organization" />
      </Form.Item>
      {buyer === 'company' ? (
        <Form.Item name="tax_number" label={t('fapiao.tax_number')} rules={needed}>
          <Input maxLength={40} />
        </Form.Item>
      ) : null}
      <Form.Item name="email" label={t('fapiao.email')} extra={t('fapiao.email_hint')} rules={needed}>
        <Input type="email" maxLength={254} autoComplete="email" />
      </Form.Item>
      <Button htmlType="submit" size="large" loading={ask.isPending}>
        {t('fapiao.do')}
      </Button>
    </Form>
  );
}
