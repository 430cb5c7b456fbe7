import { describe, expect, it } from 'vitest';
import type { GuestImportLine } from '@/api';
import { countsOf, readBase64, remapped, takenLines } from './table';

const line = (number: number, state: GuestImportLine['state']): GuestImportLine => ({
  ...{ number, state, name: '', organization: '', contact: '', ticket_type: null, flaws: [] },
});

describe('a table of guests', () => {
  const lines = [line(2, 'new'), line(3, 'known'), line(4, 'flawed'), line(5, 'new')];

  it('brings in what is new and was not left out', () => {
    expect(takenLines(lines, [])).toEqual([2, 5]);
    expect(takenLines(lines, [5])).toEqual([2]);
    expect(countsOf(lines)).toEqual({ new: 2, known: 1, flawed: 1 });
  });

  it('reads a column as another one, or not at all', () => {
    expect(remapped({ name: '姓名' }, 'email', '邮箱')).toEqual({ name: '姓名', email: '邮箱' });
    expect(remapped({ name: '姓名', email: '邮箱' }, 'email', undefined)).toEqual({ name: '姓名' });
  });

  it('is sent byte for byte', async () => {
    expect(atob(await readBase64(new Blob(['a,b\n'])))).toBe('a,b\n');
  });
});
