import type { FormInstance } from 'antd';
import { useEffect, useRef } from 'react';

/**
 * Fields begin anew when what they are of has changed, and only then: what is typed here outlasts a write of something else
 * on the same page. `initial` is what the form has as its initial values, of plain values alone.
 */
export function useAnew<T>(form: FormInstance<T>, initial: Partial<T>): void {
  const read = JSON.stringify(initial);
  const before = useRef(read);
  useEffect(() => {
    if (before.current === read) return;
    before.current = read;
    form.resetFields();
  }, [form, read]);
}
