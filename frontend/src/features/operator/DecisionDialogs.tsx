import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Alert, App, DatePicker, Form, Input, Modal } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { QueueCase } from '@/api';
import { approveCaseMutation, getCaseQueryKey, rejectCaseMutation } from '@/api/@tanstack/react-query.gen';
import { toApiError } from '@/shared/apiError';
import { endOfDay } from '@/shared/format';
import { FormErrors } from '@/shared/forms/FormErrors';
import css from './operator.module.css';
import { proposedDay } from './validity';

interface DialogProps {
  found: QueueCase;
  onClose: () => void;
}

const LONGEST_REASON = 2000;
const REASONS = ['unreadable', 'mismatch', 'incomplete', 'expired'] as const;

/** After a decision: say so, forget the counts, and go on with the queue. */
function useDone(found: QueueCase) {
  const { t } = useTranslation('operator');
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return (answer: 'approved' | 'rejected') => {
    message.success(t(`decision.${answer}`, { title: found.item.title }));
    const touched = new Set(['listQueue', 'getCase', 'listAudit']);
    void queryClient.invalidateQueries({
      predicate: ({ queryKey }) => touched.has((queryKey[0] as { _id?: string })?._id ?? ''),
      refetchType: 'none',
    });
    void navigate({ to: '/operator', search: { kind: found.item.kind } });
  };
}

/** The case changed while it was read: the dialog goes and the case is read anew, so that nobody decides unread text. */
function useChanged({ item }: QueueCase, onClose: () => void) {
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  return (problem: unknown) => {
    const { status, detail } = toApiError(problem);
    if (status !== 409) return;
    message.warning(detail);
    onClose();
    void queryClient.invalidateQueries({
      queryKey: getCaseQueryKey({ path: { kind: item.kind, case_id: item.id } }),
    });
  };
}

function ValidUntil() {
  const { t } = useTranslation('operator');
  return (
    <Form.Item
      name="valid_until"
      label={t('decision.until')}
      rules={[{ required: true, message: t('decision.until_needed') }]}
    >
      <DatePicker
        className={css.wide}
        disabledDate={(day) => !day.isAfter(dayjs(), 'day')}
        presets={[
          { label: t('decision.half_year'), value: dayjs().add(6, 'month') },
          { label: t('decision.year'), value: proposedDay() },
        ]}
      />
    </Form.Item>
  );
}

/** Confirms an approval, with the day until which it holds where the kind has one. */
export function ApproveDialog({ found, onClose }: DialogProps) {
  const { t } = useTranslation('operator');
  const [form] = Form.useForm<{ valid_until?: Dayjs; reason?: string }>();
  const done = useDone(found);
  const approve = useMutation({
    ...approveCaseMutation(),
    onSuccess: () => done('approved'),
    onError: useChanged(found, onClose),
  });
  const { kind, id, deck_state } = found.item;
  const send = ({ valid_until, reason = '' }: { valid_until?: Dayjs; reason?: string }) =>
    approve.mutate({
      path: { kind, case_id: id },
      body: {
        reason,
        edition: found.edition,
        valid_until: valid_until ? endOfDay(valid_until.format('YYYY-MM-DD')) : null,
      },
    });
  return (
    <Modal
      open
      title={t('decision.approve_title', { title: found.item.title })}
      onCancel={onClose}
      onOk={form.submit}
      okText={t('decision.approve')}
      cancelText={t('decision.cancel')}
      confirmLoading={approve.isPending}
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={send}
        initialValues={found.needs_validity ? { valid_until: proposedDay() } : {}}
      >
        <FormErrors form={form} error={approve.error} />
        <p className={css.dialogText}>{t(`decision.effect_${kind}`)}</p>
        {deck_state === 'refused' ? (
          <Alert type="warning" showIcon title={t('decision.deck_failed')} />
        ) : null}
        {found.needs_validity ? <ValidUntil /> : null}
        <Form.Item name="reason" label={t('decision.note')}>
          <Input.TextArea rows={2} maxLength={LONGEST_REASON} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Confirms a refusal; its reason goes to whoever asked, so it must be said. */
export function RejectDialog({ found, onClose }: DialogProps) {
  const { t } = useTranslation('operator');
  const [form] = Form.useForm<{ reason: string }>();
  const done = useDone(found);
  const reject = useMutation({
    ...rejectCaseMutation(),
    onSuccess: () => done('rejected'),
    onError: useChanged(found, onClose),
  });
  const { kind, id } = found.item;
  const add = (text: string) => {
    const before = form.getFieldValue('reason') as string | undefined;
    form.setFieldValue('reason', before ? `${before}\n${text}` : text);
  };
  return (
    <Modal
      open
      title={t('decision.reject_title', { title: found.item.title })}
      onCancel={onClose}
      onOk={form.submit}
      okText={t('decision.reject')}
      okButtonProps={{ danger: true }}
      cancelText={t('decision.cancel')}
      confirmLoading={reject.isPending}
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={({ reason }) =>
          reject.mutate({
            path: { kind, case_id: id },
            body: { reason: reason.trim(), edition: found.edition },
          })
        }
      >
        <FormErrors form={form} error={reject.error} />
        <p className={css.dialogText}>{t('decision.reject_text')}</p>
        <ul className={css.suggestions} aria-label={t('decision.usual')}>
          {REASONS.map((one) => (
            <li key={one}>
              <button type="button" onClick={() => add(t(`decision.usual_${one}_text`))}>
                {t(`decision.usual_${one}`)}
              </button>
            </li>
          ))}
        </ul>
        <Form.Item
          name="reason"
          label={t('decision.reason')}
          rules={[{ required: true, whitespace: true, message: t('decision.reason_needed') }]}
        >
          <Input.TextArea rows={4} maxLength={LONGEST_REASON} showCount />
        </Form.Item>
      </Form>
    </Modal>
  );
}
