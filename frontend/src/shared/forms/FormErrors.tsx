import { Alert, type FormInstance } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toApiError } from '../apiError';
import { useRefusalText } from '../useRefusalText';
import { fieldsOfForm, type PlacedErrors, placeErrors } from './fieldErrors';

interface FormErrorsProps {
  form: FormInstance;
  /** What the mutation threw; null clears. */
  error: unknown;
}

const NONE: PlacedErrors = { placed: [], unplaced: [] };

/**
 * Puts the server's refusal into the form: field errors to their fields, the rest into a summary above, whose
 * lines lead to the fields. Place it at the top of the antd Form.
 */
export function FormErrors({ form, error }: FormErrorsProps) {
  const { t } = useTranslation();
  const textOf = useRefusalText();
  const [sorted, setSorted] = useState(NONE);
  const refusal = error ? toApiError(error) : null;

  useEffect(() => {
    const next = error ? placeErrors(toApiError(error).fields, fieldsOfForm(form)) : NONE;
    form.setFields(next.placed);
    setSorted(next);
  }, [form, error]);

  if (!refusal) return null;
  const focus = (name: (string | number)[]) => form.scrollToField(name, { focus: true, block: 'center' });
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      style={{ marginBottom: 20 }}
      title={textOf(refusal)}
      description={
        sorted.placed.length + sorted.unplaced.length > 0 ? (
          <ul aria-label={t('error.summary')}>
            {sorted.unplaced.map((line) => (
              <li key={line}>{line}</li>
            ))}
            {sorted.placed.map(({ name, errors }) => (
              <li key={name.join('.')}>
                <button type="button" className="text-button" onClick={() => focus(name)}>
                  {errors.join(' ')}
                </button>
              </li>
            ))}
          </ul>
        ) : null
      }
    />
  );
}
