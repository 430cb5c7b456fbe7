import type { FormInstance } from 'antd';
import type { FieldErrors } from '../apiError';

export type NamePath = (string | number)[];

/** `founders.0.role` as antd names a field: numbers are places in a list. */
export function namePath(name: string): NamePath {
  return name.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

export interface PlacedErrors {
  /** Errors of fields that stand in the form. */
  placed: { name: NamePath; errors: string[] }[];
  /** Everything else, to be said above the form. */
  unplaced: string[];
}

/** Sorts the server's field errors by whether the form has the field; a field's parent may stand for it. */
export function placeErrors(fields: FieldErrors, known: readonly NamePath[]): PlacedErrors {
  const keys = new Set(known.map((path) => path.join('.')));
  const placed = new Map<string, string[]>();
  const unplaced: string[] = [];
  for (const [name, errors] of Object.entries(fields)) {
    const path = namePath(name);
    while (path.length > 0 && !keys.has(path.join('.'))) path.pop();
    const key = path.join('.');
    if (key) placed.set(key, [...(placed.get(key) ?? []), ...errors]);
    else unplaced.push(...errors);
  }
  return { placed: [...placed].map(([key, errors]) => ({ name: namePath(key), errors })), unplaced };
}

/** Every field that is mounted in an antd form. */
export function fieldsOfForm(form: FormInstance): NamePath[] {
  return form.getFieldsError().map(({ name }) => name as NamePath);
}
