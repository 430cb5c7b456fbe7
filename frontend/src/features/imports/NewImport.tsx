import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FileOutput, ImportCreateInputRequest } from '@/api';
import { createImportMutation } from '@/api/@tanstack/react-query.gen';
import { uploadFile } from '@/app/upload';
import { FileDrop } from '@/shared/files/FileDrop';
import { FormErrors } from '@/shared/forms/FormErrors';
import { MainAction } from '@/shared/MainAction';
import css from './imports.module.css';
import { useImportCodes } from './useImportCodes';

const SUBJECTS = ['companies', 'investors', 'deals'] as const;
const RULES = { endings: ['.csv', '.xlsx'], maxBytes: 64 * 1024 * 1024 };
/** As the server reads a source's short name. */
const SOURCE = /^[\w.\- ]{1,40}$/;
const UPLOAD = '/api/v1/files/';

/** A file, what its rows are, and where they come from: the source is shown with everything brought in. */
export function NewImport() {
  const { t } = useTranslation('imports');
  const code = useImportCodes();
  const navigate = useNavigate();
  const [form] = Form.useForm<ImportCreateInputRequest>();
  const create = useMutation({
    ...createImportMutation(),
    onSuccess: ({ id }) => void navigate({ to: '/operator/imports/$id', params: { id } }),
  });
  return (
    <section className={css.panel} aria-labelledby="new-import">
      <h2 id="new-import">{t('new.title')}</h2>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ subject: 'companies', source_credit: '' }}
        onFinish={(body) => create.mutate({ body })}
        scrollToFirstError
      >
        <FormErrors form={form} error={create.error} />
        <Form.Item name="subject" label={t('new.subject')} extra={t('new.order')}>
          <Radio.Group
            optionType="button"
            options={SUBJECTS.map((one) => ({ value: one, label: code('subject', one) }))}
          />
        </Form.Item>
        <div className={css.pair}>
          <Form.Item
            name="source"
            label={t('new.source')}
            extra={t('new.source_help')}
            rules={[
              { required: true, message: t('new.source_needed') },
              { pattern: SOURCE, message: t('new.source_wrong') },
            ]}
          >
            <Input maxLength={40} />
          </Form.Item>
          <Form.Item name="source_credit" label={t('new.credit')} extra={t('new.credit_help')}>
            <Input maxLength={200} />
          </Form.Item>
        </div>
        <Form.Item name="file" rules={[{ required: true, message: t('new.file_needed') }]}>
          <ImportFile />
        </Form.Item>
        <MainAction>
          <Button type="primary" htmlType="submit" loading={create.isPending}>
            {t('new.go')}
          </Button>
        </MainAction>
      </Form>
    </section>
  );
}

/** A field of the form whose value is the id of the uploaded file. */
function ImportFile({ onChange }: { onChange?: (id: string) => void }) {
  const { t } = useTranslation('imports');
  return (
    <FileDrop<FileOutput>
      label={t('new.file')}
      rules={RULES}
      send={(file, onProgress, signal) =>
        uploadFile<FileOutput>({ url: UPLOAD, file, values: { kind: 'import' }, onProgress, signal })
      }
      onDone={({ id }) => onChange?.(id)}
    />
  );
}
