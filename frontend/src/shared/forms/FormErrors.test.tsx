import { render, screen, waitFor } from '@testing-library/react';
import { Form, Input } from 'antd';
import { beforeAll, expect, test } from 'vitest';
import { loadEnglish } from '@/test/messages';
import { ApiError } from '../apiError';
import { FormErrors } from './FormErrors';

beforeAll(loadEnglish);

function Sample({ error }: { error: unknown }) {
  const [form] = Form.useForm();
  return (
    <Form form={form}>
      <FormErrors form={form} error={error} />
      <Form.Item name="uscc" label="Code">
        <Input />
      </Form.Item>
    </Form>
  );
}

test("the server's refusal reaches the field, and what has no field stands above", async () => {
  const fields = { uscc: ['Check digit is wrong.'], other: ['The round is closed.'] };
  const { rerender } = render(<Sample error={null} />);
  expect(screen.queryByRole('alert')).toBeNull();
  rerender(<Sample error={new ApiError(400, 'core.invalid', 'Please correct.', fields)} />);
  expect(await screen.findByText('Please correct.')).toBeVisible();
  expect(screen.getByText('The round is closed.')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Check digit is wrong.' })).toBeVisible();
  await waitFor(() => expect(screen.getAllByText('Check digit is wrong.')).toHaveLength(2));
});
