import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PitchesCreateData, pitchesCreate, pitchesDeckUpdate } from '@/api';
import { useSectors } from '@/app/sectors';
import { useMember } from '@/app/viewer';
import { FormErrors } from '@/shared/forms/FormErrors';
import { useStageLabel } from '@/shared/labels';
import { MainAction } from '@/shared/MainAction';
import type { MoneyValue } from '@/shared/money';
import { OPEN_STAGES } from '@/shared/openStages';
import { SectorSelect } from '@/shared/sectors/SectorSelect';
import { toChanges } from './changes';
import { DeckProposal, type Proposal } from './DeckProposal';
import { FitCount } from './FitCount';
import css from './pitch.module.css';
import { WanInput } from './WanInput';

interface FiveFields {
  organization: string;
  one_liner: string;
  primary: string[];
  stage: (typeof OPEN_STAGES)[number];
  amount_target: MoneyValue | null;
  city: string;
}

type Body = PitchesCreateData['body'];

function useCreate(deck: string | null) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ organization, ...fields }: FiveFields) => {
      const body = { organization, ...toChanges(fields) } as Body;
      const { data: pitch } = await pitchesCreate({ body, throwOnError: true });
      if (deck) {
        const path = { pitch_id: pitch.id };
        await pitchesDeckUpdate({ path, body: { file: deck, version: pitch.version }, throwOnError: true });
      }
      return pitch;
    },
    onSuccess: (pitch) => {
      void queryClient.invalidateQueries();
      void navigate({ href: `/startup/pitch/${pitch.id}` });
    },
  });
}

/** What a deck proposed, as values of the form; nothing is taken that it does not say. */
function valuesOf(proposal: Proposal): Partial<FiveFields> {
  const { one_liner, sector_primary, stage, amount } = proposal;
  return {
    ...(one_liner ? { one_liner: [...one_liner.value].slice(0, 40).join('') } : {}),
    ...(sector_primary ? { primary: [sector_primary.value] } : {}),
    ...(stage ? { stage: stage.value } : {}),
    ...(amount ? { amount_target: amount.value } : {}),
  };
}

/** A pitch in three minutes: from a deck, or from five fields, with a live count of what fits. */
export function NewPitch() {
  const { t } = useTranslation('pitch');
  const [form] = Form.useForm<FiveFields>();
  const [proposal, setProposal] = useState<Proposal | null>(null);
  const [deck, setDeck] = useState<string | null>(null);
  const startups = useMember().organizations.filter(({ kind }) => kind === 'startup');
  const typed = Form.useWatch([], form);
  const create = useCreate(deck);
  const { stage, city, primary, amount_target } = typed ?? {};
  return (
    <section className={css.panel} aria-labelledby="new-pitch">
      <h2 id="new-pitch">{t('new.title')}</h2>
      <p className={css.quiet}>{t('new.text')}</p>
      <DeckProposal
        onProposal={(found, file) => {
          setProposal(found);
          setDeck(file);
          form.setFieldsValue(valuesOf(found));
        }}
      />
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ organization: startups[0]?.id }}
        onFinish={(values) => create.mutate(values)}
      >
        <FormErrors form={form} error={create.error} />
        <Form.Item name="organization" label={t('field.organization')} hidden={startups.length < 2}>
          <Select options={startups.map(({ id, display_name }) => ({ value: id, label: display_name }))} />
        </Form.Item>
        <Fields proposal={proposal} />
        <FitCount
          fields={{
            ...(primary?.[0] ? { sector: [primary[0]] } : {}),
            ...(stage ? { stage } : {}),
            ...(city?.trim() ? { city: city.trim() } : {}),
            ...(amount_target ? { amount: amount_target as NonNullable<Body['amount_target']> } : {}),
          }}
        />
        <MainAction>
          <Button type="primary" size="large" htmlType="submit" loading={create.isPending} block>
            {t('new.create')}
          </Button>
        </MainAction>
      </Form>
    </section>
  );
}

function Fields({ proposal }: { proposal: Proposal | null }) {
  const { t } = useTranslation('pitch');
  const { rows } = useSectors();
  const stageLabel = useStageLabel();
  const needed = [{ required: true, message: t('needed') }];
  const from = (found: { evidence: string; page: number } | null | undefined) =>
    found ? t('deck.evidence', { text: found.evidence, page: found.page }) : undefined;
  return (
    <>
      <Form.Item
        name="one_liner"
        label={t('field.one_liner')}
        rules={[...needed, { max: 40, message: t('too_long') }]}
        extra={from(proposal?.one_liner)}
      >
        <Input maxLength={40} showCount placeholder={t('hint.one_liner')} />
      </Form.Item>
      <div className={css.pair}>
        <Form.Item
          name="primary"
          label={t('field.sector')}
          rules={needed}
          extra={from(proposal?.sector_primary)}
        >
          <SectorSelect rows={rows} max={1} leavesOnly />
        </Form.Item>
        <Form.Item name="stage" label={t('field.stage')} rules={needed} extra={from(proposal?.stage)}>
          <Select options={OPEN_STAGES.map((value) => ({ value, label: stageLabel(value) }))} />
        </Form.Item>
        <Form.Item
          name="amount_target"
          label={t('field.amount')}
          rules={needed}
          extra={from(proposal?.amount)}
        >
          <WanInput currency={proposal?.amount?.value.currency ?? 'CNY'} />
        </Form.Item>
        <Form.Item name="city" label={t('field.city')} rules={needed}>
          <Input maxLength={80} placeholder={t('hint.city')} />
        </Form.Item>
      </div>
    </>
  );
}
