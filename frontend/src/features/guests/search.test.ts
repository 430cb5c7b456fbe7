import { describe, expect, it } from 'vitest';
import { filtersOf, isNarrowed, validateGuestsSearch } from './search';

describe('the address of the table of guests', () => {
  it('keeps what the list may be asked and drops everything else', () => {
    const given = {
      q: ' 王 ',
      state: 'confirmed',
      payment: 'gone',
      ticket_type: 'x',
      since: '2026-11-05',
      until: '2026-13-05',
      follow_up: 'due',
      sort: 'name',
      other: 1,
    };
    expect(validateGuestsSearch(given)).toEqual({
      q: '王',
      state: 'confirmed',
      since: '2026-11-05',
      follow_up: 'due',
      sort: 'name',
    });
  });

  it('is not narrowed by its order', () => {
    expect(filtersOf({ sort: 'name', payment: 'paid' })).toEqual({ payment: 'paid' });
    expect([isNarrowed({ sort: 'name' }), isNarrowed({ language: 'en' })]).toEqual([false, true]);
  });
});
