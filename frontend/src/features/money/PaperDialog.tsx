import { useMutation } from '@tanstack/react-query';
import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DeskFapiao, FilesCreateResponse, PaperInputRequest } from '@/api';
import { issueFapiaoMutation, issueRedLetterMutation } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { uploadFile } from '@/app/upload';
import { Facts, fact } from '@/shared/Facts';
import { FileDrop } from '@/shared/files/FileDrop';
import { FormErrors } from '@/shared/forms/FormErrors';
import { Money } from '@/shared/Money';
import css from './money.module.css';

const RULES = {
  endings: ['.pdf', '.ofd', '.xml', '.png', '.jpg', '.jpeg'],
  maxBytes: 20 * 1024 * 1024,
};

/** What the tax system gave: number, day and file, of a fapiao or of the red letter that is due. */
export default function PaperDialog({ fapiao, onClose }: { fapiao: DeskFapiao; onClose: () => void }) {
  const { t } = useTranslation('money');
  const [form] = Form.useForm<PaperInputRequest>();
  const told = useTold();
  const isRed = fapiao.state !== 'requested';
  const onSuccess = () => {
    told(t('fapiao.handed_in')).onSuccess();
    onClose();
  };
  const issue = useMutation({ ...issueFapiaoMutation(), onSuccess });
  const redden = useMutation({ ...issueRedLetterMutation(), onSuccess });
  const hand = isRed ? redden : issue;
  const needed = [{ required: true, message: t('fapiao.needed') }];
  return (
    <Modal
      open
      title={t(isRed ? 'fapiao.red_dialog' : 'fapiao.dialog')}
      onCancel={onClose}
      onOk={form.submit}
      okText={t('fapiao.hand_in')}
      cancelText={t('refund.cancel')}
      confirmLoading={hand.isPending}
    >
      <div className={css.drawer}>
        <Facts
          facts={[
            fact(t('fapiao.buyer'), fapiao.title),
            fact(t('fapiao.tax_number'), fapiao.tax_number),
            fact(t('fapiao.item'), fapiao.item),
            fact(t('fapiao.amount'), <Money value={fapiao.money} />),
            fact(t('fapiao.due'), fapiao.due ? <Money value={fapiao.due} /> : null),
          ]}
        />
        <p>{t(isRed ? 'fapiao.red_text' : 'fapiao.text')}</p>
      </div>
      <Form
        form={form}
        layout="vertical"
        onFinish={(body) => hand.mutate({ path: { fapiao_id: fapiao.id }, body })}
      >
        <FormErrors form={form} error={hand.error} />
        <Form.Item name="number" label={t('fapiao.number')} rules={needed}>
          <Input maxLength={20} inputMode="numeric" />
        </Form.Item>
        <Form.Item name="issued_on" label={t('fapiao.issued_on')} rules={needed}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="file" rules={needed}>
          <PaperFile />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** A field of the form whose value is the id of the uploaded file. */
function PaperFile({ onChange }: { onChange?: (id: string) => void }) {
  const { t } = useTranslation('money');
  return (
    <FileDrop<FilesCreateResponse>
      label={t('fapiao.file')}
      rules={RULES}
      send={(file, onProgress, signal) =>
        uploadFile<FilesCreateResponse>({
          url: '/api/v1/files/',
          file,
          values: { kind: 'fapiao' },
          onProgress,
          signal,
        })
      }
      onDone={({ id }) => onChange?.(id)}
    />
  );
}
