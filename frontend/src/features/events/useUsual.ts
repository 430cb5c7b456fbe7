import type { FormInstance } from 'antd';
import { useRef } from 'react';
import { type EventValues, USUAL } from './values';

/** For a new event: what nobody has filled in follows the kind of evening. */
export function useUsual(form: FormInstance<EventValues>, isNew: boolean) {
  const typed = useRef(new Set<string>());
  return (changed: Partial<EventValues>) => {
    for (const name of Object.keys(changed)) typed.current.add(name);
    if (!isNew || !changed.preset) return;
    const open = Object.entries(USUAL[changed.preset]).filter(([name]) => !typed.current.has(name));
    form.setFieldsValue(Object.fromEntries(open) as Partial<EventValues>);
  };
}
