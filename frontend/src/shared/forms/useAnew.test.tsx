import { fireEvent, render, screen } from '@testing-library/react';
import { Form, Input } from 'antd';
import { expect, test } from 'vitest';
import { useAnew } from './useAnew';

function Words({ words, edition }: { words: string; edition: number }) {
  const [form] = Form.useForm<{ words: string }>();
  useAnew(form, { words });
  return (
    <Form form={form} initialValues={{ words }} data-edition={edition}>
      <Form.Item name="words" label="Words">
        <Input />
      </Form.Item>
    </Form>
  );
}

test('what is typed outlasts another edition, and not other words', () => {
  const { rerender } = render(<Words words="as read" edition={1} />);
  const type = () => fireEvent.change(screen.getByRole('textbox'), { target: { value: 'typed' } });
  type();
  rerender(<Words words="as read" edition={2} />);
  expect(screen.getByRole('textbox')).toHaveValue('typed');
  rerender(<Words words="a colleague's" edition={3} />);
  expect(screen.getByRole('textbox')).toHaveValue("a colleague's");
});
