import { useTranslation } from 'react-i18next';
import type { Registration } from '@/api';
import { Facts, fact } from '@/shared/Facts';

/** What one guest answered to the host's questions, and why they were refused. */
export function GuestAnswers({ row: { answers, refusal_reason } }: { row: Registration }) {
  const { t, i18n } = useTranslation('guests');
  const labelOf = ({ label, label_en }: Registration['answers'][number]) =>
    (i18n.language === 'en' && label_en) || label;
  const saidIn = ({ kind, values }: Registration['answers'][number]) =>
    kind === 'yes_no' ? t(values[0] === 'yes' ? 'approval.yes' : 'approval.no') : values.join('；');
  return (
    <Facts
      facts={[
        fact(t('approval.refusal_reason'), refusal_reason),
        ...answers.map((answer) => fact(labelOf(answer), saidIn(answer))),
      ]}
    />
  );
}
