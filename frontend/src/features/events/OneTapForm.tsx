import { Button, Form, Input } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Registrant } from '@/api';
import { Facts, fact } from '@/shared/Facts';
import css from './events.module.css';
import { showFields } from './RegistrationFields';
import { Problem } from './registering';

interface OneTapFormProps<Values> {
  /** Names the form. */
  label: string;
  /** What is agreed to by the button, once it is there. */
  consent: string | undefined;
  agree: string;
  known: Registrant;
  busy: boolean;
  error: unknown;
  onFinish: (values: Values) => void;
  /** What is asked of everybody. */
  children: ReactNode;
}

/** What is known is shown, what is missing is asked; the text stands above the button that agrees to it. */
export function OneTapForm<Values>(props: OneTapFormProps<Values>) {
  const { t } = useTranslation('events');
  const { known, consent } = props;
  const [form] = Form.useForm<Values>();
  const { error } = props;
  useEffect(() => {
    if (error) showFields(form, error);
  }, [form, error]);
  const missing = (['name', 'organization'] as const).filter((name) => !known[name]);
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      requiredMark={false}
      onFinish={props.onFinish}
      aria-label={props.label}
    >
      <Problem error={error} />
      <div className={css.known}>
        <Facts
          facts={[
            fact(t('register.name'), known.name),
            fact(t('register.organization'), known.organization),
            fact(t('register.contact'), known.contact),
          ]}
        />
      </div>
      {missing.map((name) => (
        <Form.Item
          key={name}
          name={name}
          label={t(`register.${name}`)}
          rules={[{ required: true, whitespace: true, message: t('register.needed') }]}
        >
          <Input size="large" autoComplete={name} maxLength={name === 'name' ? 80 : 120} />
        </Form.Item>
      ))}
      {props.children}
      <p id="consent" className={css.terms}>
        {consent ?? t('register.loading')}
      </p>
      <Button
        type="primary"
        htmlType="submit"
        size="large"
        block
        loading={props.busy}
        disabled={consent === undefined}
        aria-describedby="consent"
      >
        {props.agree}
      </Button>
    </Form>
  );
}
