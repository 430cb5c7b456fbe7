import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  createThesisMutation,
  listFundsOptions,
  updateThesisMutation,
} from '@/api/@tanstack/react-query.gen';
import { FormErrors } from '@/shared/forms/FormErrors';
import { MainAction } from '@/shared/MainAction';
import { PageHeader } from '@/shared/PageHeader';
import { MoneyPart, PlacePart, SubjectPart, TermsPart, WorkPart } from './parts';
import css from './thesis.module.css';
import { bodyOf, type Thesis, type ThesisValues, valuesOf } from './values';

interface ThesisEditorProps {
  firm: { id: string; display_name: string };
  thesis?: Thesis;
  onLeave: () => void;
}

/** Every field of a thesis on one page, from what decides a match to what makes it precise. */
export function ThesisEditor({ firm, thesis, onLeave }: ThesisEditorProps) {
  const { t } = useTranslation(['thesis', 'common']);
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<ThesisValues>();
  const funds = useQuery(listFundsOptions({ path: { organization_id: firm.id } }));
  const done = {
    onSuccess: () => {
      void queryClient.invalidateQueries();
      void message.success(t('common:form.saved'));
      onLeave();
    },
  };
  const create = useMutation({ ...createThesisMutation(), ...done });
  const update = useMutation({ ...updateThesisMutation(), ...done });
  const save = (values: ThesisValues) => {
    const body = bodyOf(values);
    if (thesis) update.mutate({ path: { thesis_id: thesis.id }, body: { ...body, version: thesis.version } });
    else create.mutate({ body: { ...body, firm: firm.id } });
  };
  return (
    <div className="wrap">
      <PageHeader
        eyebrow={firm.display_name}
        title={thesis ? t('thesis:edit', { title: thesis.title }) : t('thesis:new')}
      />
      <Form
        form={form}
        layout="vertical"
        scrollToFirstError
        initialValues={thesis ? valuesOf(thesis) : { currency: 'CNY' }}
        onFinish={() => save(form.getFieldsValue(true) as ThesisValues)}
      >
        <FormErrors form={form} error={create.error ?? update.error} />
        <SubjectPart />
        <MoneyPart />
        <PlacePart />
        <TermsPart funds={funds.data ?? []} conflicts={thesis?.portfolio_conflicts ?? []} />
        <WorkPart />
        <div className={css.bar}>
          <MainAction>
            <Button type="primary" htmlType="submit" loading={create.isPending || update.isPending}>
              {t('common:form.save')}
            </Button>
          </MainAction>
          <Button onClick={onLeave}>{t('common:form.cancel')}</Button>
        </div>
      </Form>
    </div>
  );
}
