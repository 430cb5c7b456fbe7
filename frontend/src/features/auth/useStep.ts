import { Form, type FormInstance } from 'antd';
import { useState } from 'react';
import type { Session } from '@/app/session';
import { type ApiError, toApiError } from '@/shared/apiError';
import { fieldsOfForm, placeErrors } from '@/shared/forms/fieldErrors';
import { useRefusalText } from '@/shared/useRefusalText';
import { FIELD } from './contact';
import { isStale } from './steps';

interface StepOptions<Values> {
  send: (values: Values) => Promise<Session>;
  onDone: (session: Session) => void;
  /** The server no longer knows the step. */
  onStale?: () => void;
}

interface Step<Values> {
  form: FormInstance<Values>;
  busy: boolean;
  /** What has no field of its own, as one sentence. */
  problem: string;
  submit: (values: Values) => Promise<void>;
}

/** The server's field errors under the names of our forms. */
function renamed({ fields }: ApiError): Record<string, string[]> {
  return Object.fromEntries(Object.entries(fields).map(([name, texts]) => [FIELD[name] ?? name, texts]));
}

/** One form of sign-in: sends it, puts refusals to their fields and hands the next step on. */
export function useStep<Values extends object>({ send, onDone, onStale }: StepOptions<Values>): Step<Values> {
  const textOf = useRefusalText();
  const [form] = Form.useForm<Values>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');

  const refuse = (error: unknown) => {
    if (isStale(error) && onStale) {
      onStale();
      return;
    }
    const refusal = toApiError(error);
    const { placed, unplaced } = placeErrors(renamed(refusal), fieldsOfForm(form));
    form.setFields(placed as Parameters<typeof form.setFields>[0]);
    setProblem(unplaced.join(' ') || (placed.length > 0 ? '' : textOf(refusal)));
  };

  const submit = async (values: Values) => {
    setBusy(true);
    setProblem('');
    try {
      onDone(await send(values));
    } catch (error) {
      refuse(error);
    } finally {
      setBusy(false);
    }
  };
  return { form, busy, problem, submit };
}
