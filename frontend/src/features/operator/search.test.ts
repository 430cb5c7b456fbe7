import { expect, test } from 'vitest';
import { auditQuery, validateAuditSearch, validateQueueSearch } from './search';

test('an address of the queue keeps what it knows and drops the rest', () => {
  expect(validateQueueSearch({ kind: 'claim', state: 'rejected', page: '3', other: 1 })).toEqual({
    kind: 'claim',
    state: 'rejected',
    page: 3,
  });
  expect(validateQueueSearch({ kind: ['pitch'], state: 'withdrawn', page: 0 })).toEqual({});
});

test('a person in the trail is named by an id or not at all', () => {
  const id = '01890f3e-7f4a-7c1d-8a55-3a2b6c7d8e9f';
  expect(validateAuditSearch({ actor: id, group: 'pitch' })).toEqual({ actor: id, group: 'pitch' });
  expect(validateAuditSearch({ actor: "1' or 1=1", group: 'nothing' })).toEqual({});
});

test('days are days, and the first is not after the last', () => {
  expect(validateAuditSearch({ since: '2026-03-01', until: '2026-03-01' })).toEqual({
    since: '2026-03-01',
    until: '2026-03-01',
  });
  expect(validateAuditSearch({ since: '2026-03-02', until: '2026-03-01' })).toEqual({});
  expect(validateAuditSearch({ since: '2026-13-01', until: '0001-01-01' })).toEqual({});
  expect(validateAuditSearch({ since: '9999-01-01', until: 'today' })).toEqual({});
});

test('a group is asked for with its dot', () => {
  expect(auditQuery({ group: 'person', page: 2 })).toEqual({ action: 'person.', page: 2 });
  expect(auditQuery({})).toEqual({});
});
