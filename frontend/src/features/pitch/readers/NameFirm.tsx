import { useMutation } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { GrantOutput, Pitch } from '@/api';
import { grantsCreateMutation } from '@/api/@tanstack/react-query.gen';
import { OrganizationSelect } from '@/app/organizations/OrganizationSelect';
import { useLabels } from '@/shared/cards/useLabels';
import { endOfDay } from '@/shared/format';
import { FormErrors } from '@/shared/forms/FormErrors';
import { MainAction } from '@/shared/MainAction';
import css from '../pitch.module.css';
import { type Block, blocksFor } from './readers';
import { useRereadGrants } from './useGrants';

interface Named {
  firm: string;
  blocks: Block[];
  expires_at?: string;
}

/** The form that lets one firm read some parts; a firm named before gets the new choice instead of the old. */
export function NameFirm({ pitch, grants }: { pitch: Pitch; grants: GrantOutput[] }) {
  const { t } = useTranslation('pitch');
  const { message } = App.useApp();
  const [form] = Form.useForm<Named>();
  const reread = useRereadGrants();
  const firm = Form.useWatch('firm', form);
  const name = useMutation({
    ...grantsCreateMutation(),
    onSuccess: () => {
      form.resetFields();
      void message.success(t('readers.saved'));
      reread();
    },
  });
  const send = ({ expires_at, ...rest }: Named) =>
    name.mutate({
      path: { pitch_id: pitch.id },
      body: { ...rest, expires_at: expires_at ? endOfDay(expires_at) : null },
    });
  const needed = [{ required: true, message: t('needed') }];
  const hasGrant = grants.some((grant) => grant.is_live && grant.firm.id === firm);
  return (
    <section className={css.panel} aria-labelledby="name-firm">
      <h2 id="name-firm">{t('readers.add')}</h2>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ blocks: blocksFor(pitch, 'named_investors') }}
        onFinish={send}
      >
        <FormErrors form={form} error={name.error} />
        <Form.Item name="firm" label={t('readers.firm')} rules={needed}>
          <OrganizationSelect
            kind={['investment_firm']}
            refusal={(one) =>
              one.verification_state === 'verified' ? undefined : t('readers.firm_unverified')
            }
          />
        </Form.Item>
        {hasGrant ? (
          <Alert type="info" showIcon className={css.notice ?? ''} title={t('readers.replaces')} />
        ) : null}
        <Form.Item name="blocks" label={t('readers.blocks')} rules={needed}>
          <BlockChoice pitch={pitch} />
        </Form.Item>
        <Form.Item name="expires_at" label={t('readers.until')}>
          <Input type="date" />
        </Form.Item>
        <MainAction>
          <Button type="primary" htmlType="submit" loading={name.isPending} block>
            {t('readers.save')}
          </Button>
        </MainAction>
      </Form>
    </section>
  );
}

interface BlockChoiceProps {
  pitch: Pitch;
  id?: string;
  value?: Block[];
  onChange?: (blocks: Block[]) => void;
}

/** The parts, each with who sees it now: naming a firm counts only where the team asked for names. */
function BlockChoice({ pitch, id, value = [], onChange }: BlockChoiceProps) {
  const label = useLabels();
  const names = Object.keys(pitch.blocks) as Block[];
  return (
    <Checkbox.Group<Block>
      className={css.choice}
      {...(id ? { id } : {})}
      value={value}
      onChange={(blocks) => onChange?.(blocks)}
      options={names.map((name) => ({
        value: name,
        label: (
          <>
            {label('block', name)}{' '}
            <span className={css.quiet}>{label('visibility', pitch.blocks[name].visibility)}</span>
          </>
        ),
      }))}
    />
  );
}
